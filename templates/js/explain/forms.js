// Lines known by their own shape: internal/explain/forms.go and pprofforms.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { isDigit, isLetter, digits, hexNumber, hexRun, atoi, number, between, cut, before, fields, hasAny, trimSpace, trimLeft, trimSuffix } = x;
	const set = (words) => new Set(words.split(/\s+/));
	const only = (t, letters) => x.trim(t, letters) === "";

	x.form = function (s) {
		const t = trimSpace(s);
		if (t === "") return "";
		const c = t[0];
		if (c === "[") {
			if (t.startsWith("[signal ")) return "signal";
			if (t.startsWith("[pid ")) return straceForm(t);
		} else if (c === "#") return commentForm(t);
		else if (c === '"') return jsonForm(t);
		else if (c === "=" || c === "-" || c === "`") return ruleForm(t);
		else if (isDigit(c, 0)) return digitForm(t);
		return signalForm(t) || schedForm(t) || gcForm(t) || profileForm(t) || pprofForm(t) || raceForm(t) || toolForm(t) || straceForm(t) || metricForm(t);
	};

	const registers = set("trap error oldmask fault cpsr lr sp pc fp ip rip rflags eip eflags cs fs gs ds es ss hi lo ctr link xer ccr badv " +
		"rax rbx rcx rdx rdi rsi rbp rsp eax ebx ecx edx edi esi ebp esp ra gp tp g");

	x.registerName = function (t) {
		const f = fields(t);
		if (f.length < 2 || f.length % 2 !== 0 || f.length > 8) return "";
		for (let i = 0; i < f.length; i += 2) {
			const name = f[i], v = f[i + 1];
			if (v === "" || hexNumber(v, 0) !== v.length) return "";
			if (!registers.has(name) && (name.length > 3 || digits(name, 1) !== name.length || !"rxsatf".includes(name[0]))) return "";
		}
		return f[0];
	};

	function signalForm(t) {
		if (t.startsWith("SIG")) {
			let i = 3;
			while (i < t.length && (t[i] >= "A" && t[i] <= "Z" || isDigit(t, i))) i++;
			if (i > 4 && t.startsWith(": ", i)) return "signal";
		}
		if (hasAny(t, "PC=0x", "Exception 0x", "signal arrived during ", "SigHandler ", "signal-during-fork")) return "signal";
		return x.registerName(t) !== "" ? "signal" : "";
	}

	function schedForm(t) {
		if (t.startsWith("SCHED ") && t.includes("ms:")) return "sched";
		if (t.length < 6 || !"PMG".includes(t[0]) || !isDigit(t, 1)) return "";
		return hasAny(t.slice(digits(t, 1)), ": status=", ": p=") ? "sched" : "";
	}

	function gcForm(t) {
		const gc = (is) => is ? "gc" : "";
		if (t.startsWith("gc ") && t.length > 4 && isDigit(t, 3)) return gc(t.startsWith(" @", digits(t, 3)));
		if (t.startsWith("gc #") && t.includes(" @")) return "gc";
		if (t.startsWith("scvg") && t.length > 4 && (isDigit(t, 4) || t[4] === ":")) return "gc";
		if (t.startsWith("scav ") && t.length > 5 && isDigit(t, 5)) return "gc";
		if (t.startsWith("pacer: ")) return "gc";
		if (t.startsWith("init ") && t.includes(" @") && t.includes(" ms clock, ") && t.includes(" allocs")) return "gc";
		return gc(t.startsWith("NOTE: ") && t.includes("GC cycle"));
	}

	function digitForm(t) {
		const i = digits(t, 0), rest = t.slice(i), end = hexNumber(t, 0), run = hexRun(t);
		if (end > 0) {
			const after = t.slice(end);
			if (after.startsWith(":  ") || after === ":" || hasAny(after, " alloc ", " free ")) return "memory";
		}
		if ((i === 16 || i === 8 || t.length > 8 && run >= 8) && t.startsWith(": ", run)) return "memory";
		if (rest.startsWith(" @ 0x") || rest === " @") return "profile";
		if (rest.startsWith(": ") && rest.includes(" [") && rest.includes("] @")) return "profile";
		if (rest.length > 2 && rest[0] === " " && isDigit(rest, 1) && rest.startsWith(" @ 0x", digits(rest, 1))) return "profile";
		if (trimSpace(rest) === "======" || x.rankLine(rest)) return "memory";
		return x.readRow(t) ? "pprof" : straceForm(t);
	}

	x.rankLine = function (rest) {
		const f = fields(rest);
		return f.length === 4 && f[0] === ":" && atoi(f[2]) >= 0 && hexNumber(f[3], 0) === f[3].length;
	};

	function commentForm(t) {
		if (t.startsWith("#\t0x") || t.startsWith("# ") && trimSpace(t.slice(1)).startsWith("0x") && t.includes("+0x") || hasAny(t, "# labels:", "#\t")) return "profile";
		if (t.startsWith("# runtime.MemStats") || hasAny(t, "# HELP go_", "# TYPE go_", "# HELP process_", "# TYPE process_")) return "memstats";
		if (hasAny(t, "# Overhead", "# Samples:", "# Event count", "# Total Lost", "# To display", "# ....", "# Children") || t === "#") return "pprof";
		const c = cut(trimSpace(t.slice(1)), " = ");
		if (c && (memStatsFields.has(c[0]) || c[0] === "PauseNs" || c[0] === "PauseEnd" || c[0] === "MaxRSS") && c[1] !== "") return "memstats";
		return "";
	}

	const memStatsFields = x.memStatsFields = set("Alloc TotalAlloc Sys Lookups Mallocs Frees HeapAlloc HeapSys HeapIdle HeapInuse HeapReleased HeapObjects " +
		"Stack StackInuse StackSys MSpan MSpanInuse MSpanSys MCache MCacheInuse MCacheSys BuckHashSys GCSys OtherSys NextGC LastGC PauseTotalNs PauseNs " +
		"PauseEnd NumGC NumForcedGC GCCPUFraction EnableGC DebugGC BySize Size");

	function jsonForm(t) {
		const name = between(t, '"', '"');
		return name !== null && t.startsWith('"' + name + '":') && (name === "memstats" || name === "cmdline" || memStatsFields.has(name)) ? "memstats" : "";
	}

	function metricForm(t) {
		if (hasAny(t, "go_memstats_", "go_gc_", "go_goroutines", "go_threads", "go_info", "go_sched_", "go_cpu_", "process_resident_memory", "process_virtual_memory",
			"process_cpu_", "process_start_", "process_open_fds", "process_max_fds", "process_network_")) return "memstats";
		let i = 0;
		while (i < t.length && isLetter(t, i)) i++;
		if (i === 0 || !memStatsFields.has(t.slice(0, i))) return "";
		let rest = trimLeft(t.slice(i), " ");
		if (rest === "" || rest[0] !== ":" && rest[0] !== "=") return "";
		rest = trimLeft(rest.slice(1), " ");
		return isDigit(rest, 0) ? "memstats" : "";
	}

	function profileForm(t) {
		return hasAny(t, "goroutine profile: total ", "heap profile: ", "threadcreate profile: total ", "--- contention:", "--- mutex:", "cycles/second=",
			"sampling period=", "goroutineleak profile: total ") ? "profile" : "";
	}

	function ruleForm(t) {
		if (t.startsWith("```")) return "tool";
		if (only(t, "=") && t.length >= 10) return "race";
		if (only(t, "-+|") && t.length >= 10 || t.startsWith("-----") && t.includes("-+-")) return "pprof";
		if (hasAny(t, "--- contention:", "--- mutex:")) return "profile";
		return hasAny(t, "--- FAIL", "--- PASS", "--- SKIP", "=== RUN", "=== CONT", "=== PAUSE", "=== NAME") ? "tool" : "";
	}

	const accesses = ["Read at 0x", "Write at 0x", "Atomic read at 0x", "Atomic write at 0x"];
	const races = accesses.concat(accesses.map((a) => "Previous " + a[0].toLowerCase() + a.slice(1)));

	function raceForm(t) {
		if (t.startsWith("WARNING: DATA RACE") || t.startsWith("Found ") && t.endsWith("data race(s)") || hasAny(t, ...races)) return "race";
		return t.startsWith("Goroutine ") && t.endsWith(" created at:") || t === "[failed to restore the stack]" ? "race" : "";
	}

	const toolLines = new Set(["FAIL", "PASS", "FAIL:", "Killed", "Trace/breakpoint trap", "Segmentation fault"]);

	function toolForm(t) {
		return t.startsWith("exit status ") && atoi(t.slice(12)) >= 0 ||
			hasAny(t, "FAIL\t", "ok  \t", "?   \t", "go version go", "signal: ", "Aborted", "[originating from", "Command exited with", "strace: ") ||
			toolLines.has(t) || t.startsWith("testing.go:") && t.includes("race detected during execution of test") ? "tool" : "";
	}

	const calls = ["execve(", "futex(", "futex_time64(", "nanosleep(", "clock_nanosleep(", "epoll_wait(", "epoll_pwait(", "epoll_ctl(", "epoll_create", "sched_yield(", "tgkill(", "tkill(", "getpid(", "gettid(",
		"rt_sig", "sigaltstack(", "madvise(", "mmap(", "munmap(", "clone(", "clone3(", "read(", "write(", "pipe2(", "eventfd2(", "timer_", "select(", "pselect6(", "exit_group(",
		"mincore(", "sched_getaffinity(", "prctl(", "arch_prctl(", "set_robust_list(", "accept4(", "setitimer(", "restart_syscall(", "<... ", "+++ ", "--- SIG", "strace:"];

	x.straceCall = function (t) {
		if (t.startsWith("[pid ")) {
			const c = cut(t, "] ");
			if (!c) return "";
			t = c[1];
		}
		for (let i = 0; i < 2 && isDigit(t, 0); i++) {
			const c = cut(t, " ");
			if (!c) return "";
			t = trimLeft(c[1], " ");
		}
		for (const c of calls) {
			if (!t.startsWith(c)) continue;
			if (c === "<... ") return x.within(t, "<... ", " ");
			if (c[0] === "+" || c[0] === "-" || t.includes(") = ") || t.includes("<unfinished") || t.includes(")  ")) return before(t, "(");
		}
		return "";
	};

	function straceForm(t) {
		return x.straceCall(t) !== "" ? "strace" : "";
	}

	function pprofForm(t) {
		if (hasAny(t, "(pprof)", "Showing nodes accounting for ", "Showing top ", "Dropped ", "Fetching profile ", "Saved profile ", "Entering interactive mode",
			"File: ", "Build ID: ", "Type: ", "Time: ", "Duration: ", "Active filters:", "flat  flat%", "Total samples = ", "ROUTINE ====")) return "pprof";
		return x.readRow(t) ? "pprof" : "";
	}

	x.readRow = function (t) {
		if (!t.includes("%")) return null;
		const r = { name: "", flat: -1, cum: -1, file: "", line: 0, callerRow: false };
		const f = fields(t), col = x.perfColumn(f);
		if (col > 0 && col + 1 < f.length) {
			r.flat = percent(f[0]);
			r.name = f[col + 1];
			return r;
		}
		let i = 0, has = false;
		for (; i < f.length && (amount(f[i]) || f[i].endsWith("%") && percent(f[i]) >= 0 || f[i] === "|"); i++) {
			const p = percent(f[i]);
			if (p >= 0 && f[i].endsWith("%")) {
				if (!has) { r.flat = p; has = true; } else r.cum = p;
			}
			if (f[i] === "|") r.callerRow = true;
		}
		if (i === 0 || i >= f.length || !has) return null;
		r.callerRow = r.callerRow && r.cum < 0;
		r.name = f[i];
		if (!x.functionName(r.name, false)) return null;
		if (i + 1 < f.length) {
			const p = x.position(f[i + 1], true);
			if (p) { r.file = p.file; r.line = p.line; } else if (f[i + 1] !== "(inline)" && f[i + 1] !== "(partial-inline)") return null;
		}
		return r;
	};

	x.perfColumn = function (f) {
		if (f.length < 3 || percent(f[0]) < 0 || !f[0].endsWith("%")) return -1;
		return f.findIndex((w) => w === "[.]" || w === "[k]" || w === "[g]");
	};

	function percent(s) {
		const v = number(trimSuffix(s, "%"));
		return v === null ? -1 : v;
	}

	const units = new Set(["", "s", "ms", "us", "ns", "mins", "hrs", "B", "kB", "MB", "GB", "TB", "hours", "minutes", "days"]);

	function amount(s) {
		let i = 0;
		while (i < s.length && (isDigit(s, i) || s[i] === ".")) i++;
		return i > 0 && units.has(s.slice(i));
	}

	x.traceRow = function (s) {
		let f = fields(trimSuffix(trimSuffix(s, " (inline)"), " (partial-inline)"));
		if (f.length === 2 && amount(f[0])) f = f.slice(1);
		return f.length === 1 && s[0] === " " && x.functionName(f[0], false);
	};

	x.straceRow = function (t) {
		if (t.startsWith("[pid ")) {
			const c = cut(t, "] ");
			t = c ? c[1] : "";
		}
		if (hasAny(t, "<unfinished", "=> {") || t.includes(") = ")) return true;
		const c = cut(t, "(");
		return c !== null && /^[a-z0-9_]+$/.test(c[0]);
	};
})();
