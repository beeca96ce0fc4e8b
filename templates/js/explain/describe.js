// Single blocks in words: internal/explain/describe.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { trimSpace, field, before, number, valueOf, brief, fields, digits, sentence, hexRun } = x;

	/** Gives [symbol, place]. */
	x.stackSymbol = function (r, st) {
		const f = st.frames.find((g) => !x.parkFuncs.has(g.fn));
		if (f && x.isStd(f.fn) && f.fn !== "") {
			const std = r.index.stdFile(f.file);
			return [x.stripTypeArgs(f.fn), std === "" ? "" : std + ":" + f.line];
		}
		for (const w of r.t.words.reasons) {
			if (w.t === st.state && (w.m & r.mask) !== 0 && w.f && w.f.length > 0) return [w.f[0], ""];
		}
		return ["runtime.goroutineheader", ""];
	};

	/** What a stack of a race report is: an access, or where a goroutine was started. */
	function raceText(st) {
		const f = x.top(st), at = f.fn !== "" ? " at " + x.where(f) : "";
		const access = x.cut(st.title, " at 0x");
		if (access) {
			const by = x.cut(access[1], " by ");
			return by && by[1] !== "" ? access[0] + at + ", of the address 0x" + by[0] + ", by " + x.trimSuffix(by[1], ":") + "." : "";
		}
		return st.title.startsWith("Goroutine ") && st.title.endsWith(" created at:") ? x.trimSuffix(st.title, " created at:") + " was started" + at + "." : "";
	}

	x.stackText = function (r, st) {
		const race = raceText(st);
		if (race !== "") return race;
		const parts = [];
		if (st.title === "runtime stack:") parts.push("The stack of the thread's own, on which the runtime works.");
		else if (st.origin > 0) parts.push("Where goroutine " + st.origin + " was when it made the one above, as GODEBUG=tracebackancestors has it printed.");
		else if (st.id >= 0 && !x.isGoroutine(st)) parts.push("The thread's own stack (g0).");
		const note = r.notes.get("reason " + st.state);
		if (note) parts.push(note.text);
		if (st.minutes > 0) parts.push("It has waited for about " + x.count(st.minutes, "minute") + ": the count starts at the end of an earlier collection, so it can be too long by as much as lies between two of them.");
		if (st.unavailable) parts.push("It ran on another thread, so its stack could not be read.");
		if (st.elided) {
			const cycle = x.period(st);
			parts.push(cycle ? "A recursion of " + cycle.join(", ") + "; most of its frames are left out." : "Frames in the middle are left out.");
		}
		const size = asked(st);
		if (size !== "") parts.push(size);
		if (st.frames.length > 0 && st.to === r.lines.length - 1 && x.last(st.frames).file === "") parts.push("The text ends inside this stack.");
		return parts.join(" ");
	};

	const sizeFuncs = new Set(["runtime.mallocgc", "runtime.mallocgcLarge", "runtime.largeAlloc", "runtime.sysAlloc", "runtime.sysReserve"]);

	function asked(st) {
		for (const f of st.frames) {
			if (!sizeFuncs.has(f.fn)) continue;
			const n = number(x.firstArg(f.args));
			if (n !== null && n >= 2 ** 20) return x.bareName(f.fn) + " is asked for " + x.size(n) + ".";
		}
		return "";
	}

	/** Gives [symbol, text]. */
	x.describeLines = function (r, it) {
		const t = trimSpace(r.lines[it.from].text);
		switch (it.kind) {
		case "signal": return describeSignal(r, it);
		case "sched": return ["runtime.schedtrace", schedText(r, it)];
		case "gc": return [gcSymbol(t), gcText(t)];
		case "memory": return describeMemory(r, it);
		case "memstats": return ["runtime.readmemstats_m", "Statistics of the memory allocator."];
		case "profile": return ["runtime/pprof.writeGoroutine", "A profile as text: each record is a count and a stack."];
		case "pprof": return describePprof(r, it);
		case "strace": return describeStrace(r, it);
		case "tool": return ["", (r.notes.get("tool " + t) || { text: "" }).text];
		case "race": return ["runtime.racecall", "A report of the race detector: two accesses to the same memory, at least one of them a write, with nothing that orders them."];
		}
		return ["", ""];
	};

	const text = (r, i) => trimSpace(r.lines[i].text);

	function describeSignal(r, it) {
		let symbol = "runtime.sighandler";
		const parts = [];
		for (let i = it.from; i <= it.to; i++) {
			const t = text(r, i);
			if (t.startsWith("Exception 0x")) symbol = r.place("runtime.winthrow") === "" ? "runtime.lastcontinuehandler" : "runtime.winthrow";
			else if (t.startsWith("[signal ")) symbol = "runtime.sigpanic";
			const s = x.signalText(r, t);
			if (s !== "" && !parts.includes(s)) parts.push(s);
		}
		return [symbol, parts.join(" ")];
	}

	function gcSymbol(t) {
		if (t.startsWith("scvg")) return "runtime.(*mheap).scavenge";
		if (t.startsWith("scav ")) return "runtime.printScavTrace";
		if (t.startsWith("pacer: ")) return "runtime.(*gcControllerState).endCycle";
		return t.startsWith("init ") ? "runtime.doInit1" : "runtime.gcMarkTermination";
	}

	function gcText(t) {
		if (t.startsWith("scvg") || t.startsWith("scav ")) return "What the scavenger gave back to the system.";
		if (t.startsWith("pacer: assist ratio=")) return "The pacer has begun a cycle: how much a goroutine that allocates has to mark, what there is to mark, and how many workers do nothing else.";
		if (t.startsWith("pacer: sweep done")) return "Sweeping is done: what was allocated meanwhile, and how fast goroutines that allocate had to sweep.";
		if (t.startsWith("pacer: ")) return "The pacer compares a cycle with what it expected: the processors' share that marking had, and where the heap ended.";
		if (t.startsWith("init ")) return "How long the initialisation of packages took.";
		return "One line for each cycle of the collector.";
	}

	function schedText(r, it) {
		let out = "The scheduler's state.";
		const running = [], set = (v) => v !== "" && v !== "0";
		for (let i = it.from; i <= it.to; i++) {
			const t = text(r, i);
			if (t.startsWith("M") && (set(field(t, "dying")) || set(field(t, "throwing")))) {
				out += " " + before(t, ":") + " was dying already when this was printed (throwing=" + field(t, "throwing") + " dying=" + field(t, "dying") + ")";
				if (field(t, "mallocing") === "1") out += ", inside the allocator (mallocing=1)";
				out += ".";
			}
			if (t.startsWith("G") && t.includes("status=") && running.length < 8) {
				if (r.status(valueOf(trimSpace(before(field(t, "status"), "(")))) === "_Gsyscall") running.push(before(t, ":"));
			}
		}
		return running.length > 0 ? out + " In system calls: " + running.join(", ") + "." : out;
	}

	function describeMemory(r, it) {
		for (let i = it.from; i <= it.to; i++) {
			const t = text(r, i);
			if (t.endsWith("zombie")) return ["runtime.(*mspan).reportZombies", "The objects of one span. The one called zombie is free, and yet something points to it."];
			if (t.endsWith("======") || x.rankLine(t.slice(digits(t, 0)))) {
				return ["runtime.checkRanks", "The locks that this thread holds, in the order in which it took them, each with its rank: a rank must be greater than those before it."];
			}
			const a = dumpWords(t);
			if (a !== "") return ["runtime.tracebackHexdump", "A piece of the stack in hexadecimal. " + sentence(a)];
		}
		const first = r.lines[it.from].text;
		if (first.includes(" alloc ") || first.includes(" free ")) return ["runtime.(*mspan).reportZombies", "The objects of one span."];
		return ["runtime.tracebackHexdump", "A piece of the stack in hexadecimal."];
	}

	function dumpWords(t) {
		for (let w of fields(t)) {
			w = x.trim(w, "<>!:");
			if (!w.startsWith("0x") && w.length === 16 && hexRun(w) === 16) w = "0x" + w;
			const a = x.address(w);
			if (a !== "" && !a.includes("first page") && !a.includes("no address")) return a;
		}
		return "";
	}

	function describePprof(r, it) {
		let top = null;
		for (let i = it.from; i <= it.to; i++) {
			const row = x.readRow(text(r, i));
			if (!row || row.callerRow || row.name === "") continue;
			if (!top || row.flat > top.flat || row.flat === top.flat && row.cum > top.cum) top = row;
		}
		if (!top) return ["", "What go tool pprof says of a profile."];
		let out = "A profile; " + top.name + " has most of its own, " + brief(top.flat, 4) + "%.";
		if (top.flat === 0) out = "A profile; " + top.name + " has " + brief(Math.max(0, top.cum), 4) + "% with what it calls.";
		const note = r.notes.get("profile " + top.name);
		return [top.name, note ? out + " " + note.text : out];
	}

	function describeStrace(r, it) {
		const calls = new Set();
		let short = false, symbol;
		for (let i = it.from; i <= it.to; i++) {
			const t = r.lines[i].text;
			calls.add(x.straceCall(trimSpace(t)));
			short = short || t.includes("nanosleep") && t.includes("tv_nsec=20000}");
		}
		if (short) symbol = "runtime.sysmon";
		else if (calls.has("futex")) symbol = "runtime.futexsleep";
		else if (calls.has("epoll_pwait") || calls.has("epoll_wait")) symbol = "runtime.netpoll";
		else if (calls.has("nanosleep")) symbol = "runtime.usleep";
		else return ["", "System calls of the program."];
		const note = r.notes.get("profile " + symbol);
		return [symbol, "System calls of the program's threads." + (note ? " " + note.text : "")];
	}
})();
