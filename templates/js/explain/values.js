// What numbers and addresses mean: internal/explain/values.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { number, valueOf, hexNumber, hexRun, hexValue, fields, trimSpace, trimLeft, trimRight, trimPrefix, hasEnd, decimals, before, cut, sentence } = x;
	const MINUS = "\xe2\x88\x92";

	function meaning(list, value, platform) {
		let on = [];
		const names = new Set();
		for (const n of list) {
			if (n.v !== value || !x.systemFits(n.s, platform)) continue;
			let text = n.n;
			if (n.t) text += ", " + n.t;
			if (platform === "" || platform.startsWith("/")) text = n.n + " on " + systemsText(n.s);
			if (n.n === "EWOULDBLOCK") continue;
			on.push(text);
			names.add(n.n);
		}
		if (on.length === 0) return "";
		if (names.size === 1 && platform === "") return [...names][0] + " on every system that has this number";
		on.sort((a, b) => systemRank(a) - systemRank(b));
		if (on.length > 3) on = on.slice(0, 3);
		return on.join("; ");
	}

	const common = ["linux", "darwin", "windows", "freebsd"];

	function systemRank(s) {
		const i = common.findIndex((o) => s.includes(o));
		return i < 0 ? 9 : i;
	}

	function systemsText(s) {
		const f = fields(s).sort((a, b) => systemRank(a) - systemRank(b));
		return f.length > 4 ? f.slice(0, 4).join(", ") + " and others" : f.join(", ");
	}

	x.captured = function (r, m) {
		const out = [];
		m.caps.forEach(function (c, i) {
			const said = x.lower(trimRight(m.lits[i], " ")), text = trimSpace(c.value), n = number(text);
			if (n !== null) {
				if (hasEnd(said, "errno=", "errno", "errno:", "err=", "error code", "failed with", "failed with error") && n !== 0) {
					const is = meaning(r.t.words.errnos, Math.abs(n), r.platform);
					if (is !== "") out.push("error " + text + " is " + is);
				} else if (hasEnd(said, "signal")) {
					const is = meaning(r.t.words.signals, n, r.platform);
					if (is !== "") out.push("signal " + decimals(n, 0) + " is " + is);
				} else if (hasEnd(said, "in status", "status=", "status") && n < 16) {
					const is = r.status(n);
					if (is !== "") out.push("status " + decimals(n, 0) + " is " + is);
				} else if (n === 65535 && c.expr.includes("allocCount")) out.push("65535 is " + MINUS + "1 in the 16 bits of allocCount");
				else if (m.lits[i + 1].includes(" in use)")) out.push("the " + x.size(n) + " in use are all the address space that the heap has got so far, its free part included");
				else if (n >= 2 ** 20 && (m.lits[i + 1].includes("byte") || c.expr.includes("size") || c.expr === "n")) out.push(text + " is " + x.size(n));
			}
			const a = x.address(text);
			if (a !== "") out.push(a);
		});
		return out;
	};

	/** Whether a message printed a value that its expression cannot have. */
	x.cannotBe = (m) => m.caps.some((c) => {
		const v = number(trimSpace(c.value));
		return v !== null && c.expr === "maxstackceiling" && v !== 2e9 && v !== 5e8;
	});

	/** The numbers of a failed check of an index or a slice in words. */
	x.outOfRange = function (t) {
		const c = cut(t, " out of range ["), what = c ? c[0] : "", d = c ? cut(c[1], "]") : null;
		if (!d || what !== "index" && what !== "slice bounds") return "";
		const [inside, after] = d, all = (n) => x.digits(n, 0) === n.length, behind = (w) => after.startsWith(w) && after.length > w.length && all(after.slice(w.length)) ? after.slice(w.length) : "";
		const length = behind(" with length "), capacity = behind(" with capacity ");
		const of = length !== "" ? length + " elements" : capacity !== "" ? "capacity " + capacity : "";
		const parts = inside.split(":");
		if (!parts.every((p) => all(trimPrefix(p, "-")))) return "";
		if (what === "index") {
			if (parts.length !== 1) return "";
			if (of !== "") return "index " + inside + " of " + of;
			return inside.startsWith("-") ? "index " + inside + ", which is negative" : "";
		}
		if (parts.length !== 2) return "";
		if (parts[0] === "") return of !== "" ? "a slice up to " + parts[1] + " of " + of : "";
		return parts[1] !== "" ? "a slice from " + parts[0] + " to " + parts[1] : "";
	};

	x.bounds = function (t) {
		const c = cut(t, "sp=0x");
		if (!c || !t.includes("stack [0x")) return "";
		const sp = valueOf("0x" + c[1].slice(0, hexRun(c[1])));
		const stacks = t.split("stack [").slice(1);
		for (const s of stacks) {
			const w = cut(s, " ") || [s, ""];
			const lo = number(w[0]), hi = number(before(w[1], "]"));
			if (lo === null || hi === null) return "";
			if (lo <= sp && sp <= hi) return "the stack pointer is inside the stack, " + decimals(sp - lo, 0) + " bytes above its lower end";
		}
		return stacks.length === 1 ? "the stack pointer is outside the stack that the runtime knows" : "the stack pointer is in none of these stacks";
	};

	x.size = function (n) {
		for (const [unit, power] of [["TiB", 40], ["GiB", 30], ["MiB", 20], ["KiB", 10]]) {
			if (n >= 2 ** power) return decimals(n / 2 ** power, 1) + " " + unit;
		}
		return decimals(n, 0) + " bytes";
	};

	x.address = function (s) {
		if (s === "" || hexNumber(s, 0) !== s.length) return "";
		const h = trimLeft(s.slice(2), "0");
		switch (h) {
		case "": return "";
		case "1006": return "0x1006 is written on purpose by futexwakeup after the futex call has failed";
		case "b01dfacedebac1e":
			return "0xb01dfacedebac1e is what macOS's libraries put where a call should never return: a system call was made that the system forbids";
		case "deaddead": case "deaddeaddeaddead":
			return s + " is the pattern that a program built with -clobberdead writes over pointers that are dead";
		}
		if (h.length <= 3) {
			return s + " is in the first page of memory, which is never mapped: nil, plus the offset of a field or element, or a small number taken for a pointer";
		}
		const text = ascii(h);
		if (text !== "") return s + ' reads as the text "' + text + '": data was taken for a pointer';
		if (h.length === 16 && h[0] !== "f" && h.slice(0, 4) !== "0000") return s + " is no address that a 64-bit program can have: the value was overwritten";
		return "";
	};

	function ascii(h) {
		if (h.length !== 16 && h.length !== 14) return "";
		let out = "";
		for (let i = h.length - 2; i >= 0; i -= 2) {
			const c = hexValue(h, i) << 4 | hexValue(h, i + 1);
			if (c < 32 || c > 126) return "";
			out += String.fromCharCode(c);
		}
		return out;
	}

	x.signalText = function (r, t) {
		if (t.startsWith("Exception 0x")) return exception(fields(t)[1]);
		if (t.startsWith("signal arrived during external code execution")) return "The fault is in code that Go called through cgo or a DLL, not in Go code.";
		if (t.startsWith("SIGQUIT")) return "Somebody asked for this dump: SIGQUIT makes a Go program print its goroutines and end.";
		if (t.startsWith("SIG")) {
			const c = cut(t, ": ") || [t, ""];
			return "The system stopped the program with " + c[0] + " (" + c[1] + ").";
		}
		if (t.startsWith("PC=0x") && t.includes("addr=")) return sentence(x.address(x.field(t, "addr")));
		return t.startsWith("[signal ") ? bracketSignal(r, t) : "";
	};

	function bracketSignal(r, t) {
		let name = before(x.within(t, "[signal ", " code="), ":");
		const num = number(name);
		if (num !== null) name = meaning(r.t.words.signals, num, r.platform) || name;
		const out = [], code = number(x.field(t, "code")), addr = x.field(t, "addr");
		if (code === 0x80) out.push(name + " with code 0x80: linux cannot give the address, for it is none that the processor accepts (not canonical)");
		else if (code === 0) out.push(name + " with code 0: another process sent it");
		else if (code !== null && code > 2 ** 31) out.push(name + " with a negative code: it was sent by a call such as tgkill");
		else if (code !== null) {
			const prefix = trimPrefix(name, "SIG") + "_";
			const n = r.t.words.codes.find((c) => c.v === code && c.n.startsWith(prefix) && x.systemFits(c.s, r.platform));
			if (n) out.push(name + " with code " + n.n + ": " + (codeText[n.n] || ""));
		}
		const a = x.address(addr);
		if (a !== "") out.push(a);
		else if (number(addr) === 0 && name.includes("SEGV")) out.push("the address is 0: a nil pointer");
		return sentence(out.join("; "));
	}

	const codeText = {
		SEGV_MAPERR: "nothing is mapped at the address",
		SEGV_ACCERR: "the memory there does not allow this access",
		BUS_ADRALN: "the address is not aligned",
		BUS_ADRERR: "there is no memory behind the address, as beyond the end of a mapped file",
		BUS_OBJERR: "the hardware reported an error at the address",
		FPE_INTDIV: "a division by zero",
		FPE_INTOVF: "an integer overflow",
		FPE_FLTDIV: "a floating-point division by zero",
		FPE_FLTOVF: "a floating-point overflow",
		FPE_FLTUND: "a floating-point underflow",
		FPE_FLTRES: "an inexact floating-point result",
		FPE_FLTINV: "an invalid floating-point operation",
		FPE_FLTSUB: "a subscript out of range",
	};

	const exceptions = new Map(Object.entries({
		"0xc0000005": "an access violation",
		"0xc000001d": "an illegal instruction",
		"0xc0000094": "an integer division by zero",
		"0xc00000fd": "a stack overflow",
		"0x80000003": "a breakpoint",
		"0xc0000006": "a page that could not be read in",
		"0xc0000409": "a security check of C code that failed",
		"0xe06d7363": "a C++ exception",
	}));

	function exception(code) {
		const text = exceptions.get(code);
		return text ? "Windows reports " + text + " (" + code + ")." : "Windows reports exception " + code + ".";
	}

})();
