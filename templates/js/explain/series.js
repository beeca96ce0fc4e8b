// Lines that repeat, as tables: internal/explain/series.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { number, between, within, field, fields, trimSpace, trimSuffix, trimPrefix, decimals, brief, atoi, digits, isDigit, size, last } = x;
	const first = (v) => v[0];
	const sum = (v) => v.reduce((a, b) => a + b, 0);
	const highest = (v) => v.reduce((a, b) => Math.max(a, b));
	const lowest = (v) => v.reduce((a, b) => Math.min(a, b));

	x.series = function* (p) {
		const out = [];
		for (const [kind, row, find] of [["sched", schedRow, schedFindings], ["gc", gcRow, gcFindings], ["pacer", pacerRow, pacerFindings], ["scvg", scvgRow, null], ["scav", scavRow, null]]) {
			const s = yield* collect(p, kind, row);
			if (!s) continue;
			if (find && s.rows.length > 1) s.findings = find(s);
			out.push(s);
		}
		const s = memStats(p);
		if (s) out.push(s);
		return out;
	};

	function* collect(p, kind, row) {
		let s = null;
		for (const it of p.items) {
			if (it.kind !== "sched" && it.kind !== "gc") continue;
			for (let i = it.from; i <= it.to; i++) {
				if ((i & 127) === 0) yield;
				const r = row(trimSpace(p.lines[i].text)); // [[name, value], …]
				if (!r || r.length === 0) continue;
				const src = p.lines[i].src;
				if (!s) s = { kind, lines: [src, 0], columns: r.map((c) => c[0]), rows: [], findings: [] };
				s.lines[1] = src;
				s.rows.push(s.columns.map(function (name) {
					const c = r.find((k) => k[0] === name);
					return c ? c[1] : -1;
				}));
			}
		}
		return s;
	}

	function column(s, name) {
		const c = s.columns.indexOf(name);
		return c < 0 ? null : s.rows.map((r) => r[c]);
	}

	function schedRow(t) {
		const ms = between(t, "SCHED ", "ms:");
		const at = ms === null ? null : number(ms);
		if (at === null) return null;
		const row = [["ms", at]];
		for (const name of ["gomaxprocs", "idleprocs", "threads", "spinningthreads", "needspinning", "idlethreads", "runqueue"]) {
			const v = number(field(t, name));
			if (v !== null) row.push([name, v]);
		}
		const total = (text) => sum(fields(text).map(x.valueOf));
		const queues = between(t, " [", "]"), ticks = between(t, "schedticks=[", "]");
		if (queues !== null) row.push(["local", total(queues)]);
		if (ticks !== null) row.push(["ticks", total(ticks)]);
		const get = (name) => (row.find((c) => c[0] === name) || [0, 0])[1];
		row.push(["kernel", Math.max(0, get("threads") - get("idlethreads") - (get("gomaxprocs") - get("idleprocs")) - 1)]);
		return row;
	}

	function schedFindings(s) {
		const out = [], idle = column(s, "idleprocs"), global = column(s, "runqueue"), local = column(s, "local"), threads = column(s, "threads"), procs = column(s, "gomaxprocs");
		if (!idle || !global || !procs || !threads) return [];
		if (sum(idle) === 0) out.push("All Ps are busy in every line.");
		else if (sum(idle) * 2 > sum(procs)) out.push("More than half of the Ps are idle on average: the processors are not what is scarce.");
		const queued = global.map((g, i) => g + (local ? Math.max(0, local[i]) : 0)), low = decimals(lowest(queued), 0), high = decimals(highest(queued), 0);
		if (last(queued) > 2 * first(queued) + procs[0] && last(queued) >= highest(queued)) {
			out.push("The queues grow from " + decimals(first(queued), 0) + " to " + decimals(last(queued), 0) + " runnable goroutines: more work arrives than is done.");
		} else if (high === "0") out.push("No goroutine waits for a P in any line.");
		else if (low === high) out.push("Goroutines that wait for a P, in every line: " + high + ".");
		else out.push("Between " + low + " and " + high + " goroutines are runnable and wait for a P.");
		if (idle.some((n, i) => n > 0 && queued[i] > 4 * procs[i])) {
			out.push("Some Ps are idle while queues are full: threads are slow to wake, or the line was written in between.");
		}
		const kernel = highest(column(s, "kernel"));
		if (kernel > 2 * procs[0]) out.push("Up to " + decimals(kernel, 0) + " threads are in the kernel, neither idle nor running Go.");
		if (last(threads) > first(threads) + threads.length) {
			out.push("Threads grow from " + decimals(first(threads), 0) + " to " + decimals(last(threads), 0) + ": each blocks in a system call or in C.");
		}
		return out;
	}

	function gcRow(t) {
		if (!t.startsWith("gc ") || !isDigit(t, 3)) return null;
		const rest = t.slice(3), clock = between(rest, "%: ", " ms clock"), heap = between(rest, "cpu, ", " MB"), cpu = within(rest, "clock, ", " ms cpu");
		if (clock === null || heap === null) return null;
		const val = function (s) {
			const v = number(trimSpace(s));
			return v === null ? -1 : v;
		};
		let pause = 0, all = 0, assist = 0;
		clock.split("+").forEach((c, i) => { if (i % 2 === 0) pause += Math.max(0, val(c)); });
		cpu.split(/[+/]+/).filter((c) => c !== "").forEach(function (c, i) {
			const v = Math.max(0, val(c));
			all += v;
			if (i === 1 && cpu.includes("/")) assist = v;
		});
		if (all > 0) assist = 100 * assist / all;
		const sizes = heap.split("->").concat("", "", "");
		return [["n", atoi(rest.slice(0, digits(rest, 0)))], ["at", val(within(rest, "@", "s "))], ["percent", val(within(rest, "s ", "%"))], ["pause", pause], ["assist", assist],
			["start", val(sizes[0])], ["end", val(sizes[1])], ["live", val(sizes[2])], ["goal", val(within(rest, "MB, ", " MB goal"))]];
	}

	function gcFindings(s) {
		const out = [], at = column(s, "at"), live = column(s, "live"), goal = column(s, "goal"), pause = column(s, "pause"), share = column(s, "percent"), assist = column(s, "assist");
		const n = at.length - 1, span = last(at) - first(at);
		if (span > 0) out.push(at.length + " cycles in " + brief(span, 3) + " s, one every " + brief(span / n, 3) + " s.");
		out.push("The collector has used " + decimals(last(share), 0) + "% of the processors' time since the program began.");
		out.push("The world was stopped for " + brief(sum(pause) / pause.length, 3) + " ms a cycle on average, " + brief(highest(pause), 3) + " ms at most.");
		const a = sum(assist) / assist.length;
		if (a >= 10) out.push("Goroutines that allocate did " + decimals(a, 0) + "% of the work of marking: they are slowed down.");
		const half = Math.floor(live.length / 2);
		if (half > 0 && sum(live.slice(half)) / (live.length - half) > 1.3 * sum(live.slice(0, half)) / half) {
			let text = "What survives a cycle grows from " + decimals(first(live), 0) + " to " + decimals(last(live), 0) + " MB.";
			if (first(goal) > 0 && last(goal) > 0 && last(goal) < 1.1 * first(goal) && last(live) > 0.7 * last(goal)) text += " The goal does not follow: a memory limit holds it down.";
			out.push(text);
		}
		return out;
	}

	const part = (s, sep) => x.cut(s, sep) || [s, ""];

	function pacerRow(t) {
		const row = ["ratio", "scan", "start", "goal", "workers", "cpu", "expected"].map((name) => [name, -1]);
		const read = function (i, s) {
			const v = scientific(s);
			if (v !== null) row[i][1] = v;
			return v !== null;
		};
		if (t.startsWith("pacer: assist ratio=")) {
			const [ratio, r1] = part(t.slice(20), " (scan "), [scan, r2] = part(r1, " MB in "), [start, r3] = part(r2, "->"), [goal, r4] = part(r3, " MB)");
			if (!read(0, ratio)) return null;
			[scan, start, goal, within(r4, "workers=", "+")].forEach((s, i) => read(i + 1, s));
			return row;
		}
		const c = t.startsWith("pacer: ") ? x.cut(t.slice(7), "% CPU (") : null;
		return c && read(5, c[0]) && read(6, x.before(c[1], " exp.)")) ? row : null;
	}

	function pacerFindings(s) {
		const out = [], had = (name) => column(s, name).filter((v) => v >= 0), ratio = had("ratio"), cpu = had("cpu");
		if (ratio.length > 0) {
			out.push("For each byte that a goroutine allocates while marking runs it has to mark between " + brief(lowest(ratio), 3) + " and " + brief(highest(ratio), 3) + " bytes.");
		}
		if (cpu.length > 0) {
			out.push("Marking had between " + decimals(lowest(cpu), 0) + "% and " + decimals(highest(cpu), 0) + "% of the processors; " + decimals(had("expected")[0], 0) + "% are meant.");
		}
		return out;
	}

	function scvgRow(t) {
		if (!t.startsWith("scvg") || !t.includes("inuse: ")) return null;
		const row = [];
		for (const name of ["inuse", "idle", "sys", "released", "consumed"]) {
			const v = number(trimSuffix(within(t + " ", name + ": ", " "), ","));
			if (v !== null) row.push([name, v]);
		}
		return row;
	}

	function scavRow(t) {
		if (!t.startsWith("scav ")) return null;
		const row = [];
		for (const part of t.slice(5).split(", ")) {
			const f = fields(part.replaceAll("%", " %")), v = f.length < 2 ? null : number(f[0]);
			const name = v === null ? "%" : x.trim(last(f), "()");
			if (name !== "%") row.push([name, v]);
		}
		return row;
	}

	function memStats(p) {
		let s = null;
		const put = function (name, v, src) {
			if (!s) s = { kind: "memstats", lines: [src, src], columns: [], rows: [[]], findings: [] };
			if (!s.columns.includes(name)) {
				s.columns.push(name);
				s.rows[0].push(v);
			}
			s.lines[1] = src;
		};
		for (const it of p.items) {
			if (it.kind !== "memstats") continue;
			for (let i = it.from; i <= it.to; i++) {
				const { text, src } = p.lines[i], v = memStatsValue(text);
				if (v) put(v[0], v[1], src);
				else if (text.includes('"memstats":')) {
					for (const pair of text.split(",")) {
						const w = memStatsValue(pair.slice(pair.lastIndexOf("{") + 1));
						if (w && w[0] !== "Size") put(w[0], w[1], src);
					}
				}
			}
		}
		if (s) s.findings = memStatsFindings(s);
		return s;
	}

	/** Gives [name, value] or null. */
	function memStatsValue(t) {
		t = trimSpace(trimPrefix(trimSpace(t), "# "));
		if (t.startsWith("go_memstats_")) {
			const f = fields(t.slice(12));
			if (f.length < 2) return null;
			const v = decimal(f[1]), name = promNames.get(trimSuffix(trimSuffix(f[0], "_bytes"), "_total"));
			return v !== null && name ? [name, v] : null;
		}
		const i = t.search(/[:=]/);
		if (i < 0) return null;
		const name = x.trim(t.slice(0, i), '" '), value = number(x.before(x.trim(t.slice(i + 1), " ,"), " "));
		return value !== null && x.memStatsFields.has(name) ? [name, value] : null;
	}

	function decimal(s) {
		const c = x.cut(s, "e+");
		let v = number(c ? c[0] : s);
		for (let n = c ? Math.min(atoi(c[1]), 30) : 0; v !== null && n > 0; n--) v *= 10;
		return v;
	}

	function scientific(s) {
		const c = x.cut(s, "e");
		let v = number(c ? c[0] : s);
		if (v === null || !c) return v;
		if (c[1] === "") return null;
		const n = atoi(c[1].slice(1));
		if (n < 0 || n > 300) return null;
		for (let i = 0; i < n; i++) v = c[1][0] === "-" ? v / 10 : v * 10;
		return v;
	}

	const promNames = new Map(Object.entries({
		alloc: "Alloc", sys: "Sys", heap_alloc: "HeapAlloc", heap_sys: "HeapSys", heap_idle: "HeapIdle", heap_inuse: "HeapInuse",
		heap_released: "HeapReleased", heap_objects: "HeapObjects", stack_inuse: "StackInuse", stack_sys: "StackSys", mspan_inuse: "MSpanInuse",
		mspan_sys: "MSpanSys", mcache_inuse: "MCacheInuse", mcache_sys: "MCacheSys", buck_hash_sys: "BuckHashSys", gc_sys: "GCSys",
		other_sys: "OtherSys", next_gc: "NextGC",
	}));

	function memStatsFindings(s) {
		const get = function (name) {
			const v = column(s, name);
			return v ? v[0] : -1;
		};
		const out = [], sys = get("Sys"), idle = get("HeapIdle"), released = get("HeapReleased"), inuse = get("HeapInuse"), alloc = get("HeapAlloc");
		if (sys > 0) {
			let most = 0, name = "";
			for (const n of ["HeapSys", "StackSys", "MSpanSys", "MCacheSys", "BuckHashSys", "GCSys", "OtherSys"]) {
				if (get(n) > most) {
					most = get(n);
					name = n;
				}
			}
			if (name !== "") out.push("The largest part of Sys, " + size(sys) + ", is " + name + " with " + size(most) + " (" + decimals(100 * most / sys, 0) + "%).");
			if (name !== "" && name !== "HeapSys") out.push(name + " is outside the heap: profiles of the heap do not show it.");
		}
		if (idle >= 0 && released >= 0 && idle >= released) {
			out.push(size(idle - released) + " of the heap is free but not given back to the system (HeapIdle \xe2\x88\x92 HeapReleased).");
		}
		if (inuse > 0 && alloc >= 0 && inuse >= alloc) {
			out.push(size(inuse - alloc) + " stands in spans in use but not in objects (HeapInuse \xe2\x88\x92 HeapAlloc): free slots between live objects.");
		}
		return out;
	}
})();
