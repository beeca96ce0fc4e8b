// Headers, frames and names of functions: internal/explain/stack.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { isDigit, isLetter, digits, hexNumber, atoi, cut, trimSpace, trimSuffix, trimLeft } = x;
	const maxReason = 120;

	const nobody = Object.freeze({ fn: "", args: "", file: "", line: 0, at: 0, plain: false, pc: false });

	x.newStack = (title, id = -1) => ({
		title, id, state: "", minutes: 0, locked: false, scan: false, durable: false, leaked: false, bubble: "", gp: "", m: "", labels: "",
		frames: [], createdBy: nobody, creator: -1, origin: 0, elided: false, unavailable: false, profile: false, count: 0, from: 0, to: 0, item: 0, waits: null,
	});

	x.newFrame = (fn, args, at) => ({ fn, args: args || "", file: "", line: 0, at: at || 0, plain: false, pc: false });

	x.header = function (s, last) {
		if (!s.startsWith("goroutine ")) return null;
		const i = digits(s, 10);
		if (i === 10 || i - 10 > x.maxDigits) return null;
		const st = x.newStack(s, atoi(s.slice(10, i)));
		let rest = s.slice(i);
		if (rest.startsWith(" gp=0x")) {
			st.gp = x.field(rest, "gp");
			st.m = x.field(rest, "m");
		}
		if (last && trimSpace(rest) === "") return st;
		const open = rest.indexOf(" [");
		if (open < 0 || open > 120 || open > 0 && st.gp === "") return null;
		rest = rest.slice(open + 2);
		const closing = closingBracket(rest);
		if (closing > maxReason && !rest.slice(0, maxReason).includes("labels:{")) return null;
		const tail = closing < rest.length ? trimSpace(rest.slice(closing + 1)) : "";
		if (closing < rest.length && tail !== ":" && tail !== "" && !tail.startsWith("{") && !tail.endsWith(":")) return null;
		reason(st, rest.slice(0, closing));
		const labels = x.between(tail, "{", "}");
		if (labels !== null) st.labels = labels;
		return st;
	};

	function closingBracket(s) {
		let quoted = false;
		for (let i = 0; i < s.length; i++) {
			if (s[i] === "\\" && quoted) i++;
			else if (s[i] === '"') quoted = !quoted;
			else if (s[i] === "]" && !quoted) return i;
		}
		return s.length;
	}

	const flags = [[" (scan)", "scan"], [" (durable)", "durable"], [" (leaked)", "leaked"]];

	function reason(st, s) {
		const c = cut(s, " labels:{");
		if (c) {
			st.labels = trimSuffix(c[1], "}");
			s = c[0];
		}
		s.split(", ").forEach(function (part, i) {
			if (i === 0) {
				for (let changed = true; changed;) {
					changed = false;
					for (const [suffix, flag] of flags) {
						if (!part.endsWith(suffix)) continue;
						part = part.slice(0, -suffix.length);
						st[flag] = changed = true;
					}
				}
				st.state = part;
			} else if (part.endsWith(" minutes")) st.minutes = Math.max(0, atoi(part.slice(0, -8)));
			else if (part === "locked to thread") st.locked = true;
			else if (part.startsWith("synctest ")) st.bubble = part;
		});
	}

	/** Gives [fn, args] or null. */
	x.function = function (s, inStack, open) {
		s = trimSpace(s);
		if (s.length > 4096) return null;
		const end = s.length - 1, paren = s.lastIndexOf("(");
		if (paren <= 0) return null;
		let args;
		if (s[end] === ")") args = s.slice(paren + 1, end);
		else if (open && inStack) args = s.slice(paren + 1);
		else return null;
		const fn = s.slice(0, paren);
		return x.functionName(fn, inStack) && argumentList(args, s[end] !== ")") ? [fn, args] : null;
	};

	x.functionName = function (s, inStack) {
		let dot = false, depth = 0;
		for (let i = 0; i < s.length; i++) {
			const c = s[i];
			if (c === "[") depth++;
			else if (c === "]") depth--;
			else if (depth > 0) continue;
			else if (c === ".") dot = true;
			else if (!(isLetter(s, i) || isDigit(s, i) || c >= "\x80" || "_/-%*()~@+$:{}".includes(c))) return false;
		}
		if (isDigit(s, 0) || s[0] === "(" || s[0] === "-" || s[0] === "/" || s[0] === ".") return false;
		return dot || s === "panic" || inStack && depth === 0;
	};

	function argumentList(s, cutOff) {
		for (let i = 0; i < s.length;) {
			const c = s[i];
			if ("{}, ?_".includes(c)) i++;
			else if (s.startsWith("...", i)) i += 3;
			else if (c === "." && cutOff) i++;
			else if (c === "0") {
				let j = hexNumber(s, i);
				if (j === i) {
					if (!cutOff || s.length - i > 2) return false;
					j = s.length;
				}
				i = j;
			} else return false;
		}
		return true;
	}

	const sourceEnds = [".go", ".s", ".c", ".S", ".h", ".cc", ".cpp", ".cxx", ".m", ".y", ".rl", ".templ", ".qtpl"];

	x.position = function (s, pending) {
		const t = trimLeft(s, " \t>");
		if (t.length > 4096 || t === "") return null;
		const f = { file: "", line: 0, plain: true, pc: false }, indented = t.length < s.length;
		if (t.startsWith("pc=0x") && pending) return f;
		let base = t;
		const i = t.indexOf(" +0x"), j = i >= 0 ? -1 : t.indexOf(" fp=0x");
		if (i >= 0) {
			base = t.slice(0, i);
			f.plain = false;
		} else if (j >= 0) base = t.slice(0, j);
		f.pc = t.includes(" pc=0x", base.length);
		base = trimSpace(base);
		const colon = base.lastIndexOf(":");
		if (colon <= 0) return null;
		const num = base.slice(colon + 1);
		if (num === "" || digits(num, 0) !== num.length || num.length > 9) return null;
		f.file = base.slice(0, colon);
		f.line = atoi(num);
		if (f.file === "<autogenerated>" || f.file === "??") return pending || indented ? f : null;
		for (const e of sourceEnds) {
			if (f.file.endsWith(e)) return pending || !f.file.includes(" ") && (indented || !f.plain) ? f : null;
		}
		return pending && indented && !f.plain ? f : null;
	};

	/** Gives [fn, creator] or null. */
	x.creation = function (s) {
		s = trimSpace(s);
		if (!s.startsWith("created by ")) return null;
		let fn = s.slice(11), creator = -1;
		const c = cut(fn, " in goroutine ");
		if (c) {
			fn = c[0];
			creator = atoi(c[1]);
		}
		if (fn === "" || fn.includes(" ") && !fn.includes("[")) return null;
		return [fn, creator];
	};

	x.elision = function (s) {
		s = trimSpace(s);
		return s.startsWith("...") && s.endsWith("frames elided...");
	};

	x.bareName = function (fn) {
		const name = x.splitFunc(fn)[1];
		return name.slice(name.lastIndexOf(".") + 1);
	};

	const split = new Map();

	/** Gives [pkg, name]. Names repeat a lot, so that the last few thousand are kept. */
	x.splitFunc = function (fn) {
		let r = split.get(fn);
		if (!r) {
			if (split.size > 20000) split.clear();
			split.set(fn, r = splitName(fn));
		}
		return r;
	};

	function splitName(fn) {
		fn = x.stripTypeArgs(fn);
		const slash = fn.lastIndexOf("/") + 1, dot = fn.indexOf(".", slash);
		if (dot < 0) return ["", fn];
		const parts = fn.slice(dot + 1).split(".");
		const n = parts.length > 1 && (parts[0].startsWith("(") || x.methodPart(parts[1])) ? 2 : 1;
		let name = trimSuffix(parts.slice(0, n).join("."), "-fm");
		const i = name.indexOf("\xc2\xb7");
		if (i > 0) name = name.slice(0, i);
		return [fn.slice(0, dot).replaceAll("%2e", "."), name];
	}

	x.methodPart = function (s) {
		if (s === "" || isDigit(s, 0)) return false;
		return !["func", "gowrap", "deferwrap", "dwrap"].some((p) => s.startsWith(p) && isDigit(s, p.length));
	};

	x.stripTypeArgs = function (fn) {
		const i = fn.indexOf("[");
		if (i < 0) return fn;
		const j = fn.lastIndexOf("]");
		return j < i ? fn.slice(0, i) : fn.slice(0, i) + fn.slice(j + 1);
	};

	x.inClosure = (fn) => !x.stripTypeArgs(fn).endsWith(x.splitFunc(fn)[1]);
})();
