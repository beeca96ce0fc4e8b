// The parts of an answer as elements. All that was pasted goes in as text.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { el, link, button } = x;
	const MANY = 50, PER_PAGE = 300, LONG = 2000;

	const section = (title, ...children) => el("section", "", el("h2", "", title), ...children);
	const code = (text) => el("code", "", text);
	const list = (rows) => el("ul", "dots", rows.map((r) => el("li", "", r)));
	const plural = x.plural = (n, what) => n.toLocaleString("en") + " " + what + (n === 1 ? "" : "s");

	/** What failed and whom it blames: the blocks that say something, stacks only where there is little else. */
	x.showBlocks = function* (a, links, jump) {
		let blocks = a.blocks.filter((b) => b.kind !== "stack" && b.text !== "");
		yield;
		if (blocks.length === 0) blocks = a.blocks.filter((b) => b.kind === "stack" && b.text !== "");
		if (blocks.length === 0) return null;
		const same = new Map(); // blocks that say the same of the same are shown once
		for (let k = 0; k < blocks.length; k++) {
			if ((k & 1023) === 0) yield;
			const b = blocks[k];
			const key = b.symbol + "\n" + b.text;
			if (same.has(key)) same.get(key).more++;
			else same.set(key, { b, more: 0 });
		}
		blocks = [...same.values()];
		const row = ({ b, more }) => el("li", "", el("p", "at", where(b, links), " ", jump(b.lines), more > 0 ? " and " + plural(more, "more place") : ""), el("p", "", b.text));
		return section("What it says", el("ul", "said-list", capped(blocks, row)));
	};

	function where(b, links) {
		if (b.symbol === "") return "";
		const href = links.fn(b.symbol, Number((/:(\d+)/.exec(b.place) || [])[1] || 0));
		const mark = href !== "" && !links.exact ? el("small", "", " · linked as in " + links.version) : "";
		return [link(href, b.symbol, "mono"), b.place === "" ? "" : el("small", "", " " + b.place), mark];
	}

	/** The first of many rows, and a button for the rest, a part at a time. */
	function capped(rows, make) {
		const out = rows.slice(0, MANY).map(make);
		if (rows.length <= MANY) return out;
		const more = el("li", "");
		let shown = MANY;
		more.append(button(plural(rows.length - shown, "more"), function () {
			const next = rows.slice(shown, shown + 500).map(make);
			shown += next.length;
			more.before(...next);
			if (shown >= rows.length) more.remove();
			else this.textContent = plural(rows.length - shown, "more");
		}));
		return out.concat(more);
	}

	/** Who waits for whom: chains of likely holders drawn, the rest in words. */
	x.showWaits = function* (a, state) {
		if (a.waits.length === 0) return null;
		const byId = new Map(a.waits.map((w) => [w.goroutine, w])), out = [], drawn = new Set();
		yield;
		const held = a.waits.filter((w) => w.holder !== 0), holders = new Set(held.map((w) => w.holder));
		for (const w of held.filter((v) => !holders.has(v.goroutine)).concat(held)) {
			if (out.length === 4) break;
			if (drawn.has(w.goroutine)) continue;
			const chain = [];
			for (let v = w; v && !drawn.has(v.goroutine) && chain.length < 4; v = v.holder ? byId.get(v.holder) : null) {
				drawn.add(v.goroutine);
				chain.push(v);
			}
			out.push(el("div", "scroll wide-only", x.drawChain(chain, (id) => ["running", "runnable", "syscall"].includes(state(id)) ? "run" : "wait")));
		}
		const by = new Map();
		for (let k = 0; k < a.waits.length; k++) {
			if ((k & 1023) === 0) yield;
			const w = a.waits[k], key = w.for + "\n" + w.holder, ids = by.get(key);
			if (ids) ids.push(w.goroutine);
			else by.set(key, [w.goroutine]);
		}
		const rows = [...by].map(([key, ids]) => ({ what: key.split("\n")[0], holder: Number(key.split("\n")[1]), ids }));
		yield;
		rows.sort((p, q) => (q.holder !== 0) - (p.holder !== 0) || q.ids.length - p.ids.length);
		out.push(el("ul", "dots", capped(rows, (r) => el("li", "", (r.ids.length === 1 ? "Goroutine " : "Goroutines ") + r.ids.slice(0, 8).join(", ") + (r.ids.length > 8 ? " and " + (r.ids.length - 8) + " more" : ""),
			r.ids.length === 1 ? " waits for " : " wait for ", code(r.what), r.holder ? ", likely held by goroutine " + r.holder : x.forLock({ for: r.what }) ? "; who holds it cannot be told" : ""))));
		const note = held.length > 0 ? el("figcaption", "wide-only", "Solid: the address stands in the arguments of the call that waits. Dotted, and likely only: the other goroutine is inside a method of the value that the lock is, or is part of; a lock does not record its owner.") : "";
		return section("Who waits for whom", el("figure", "", ...out, note));
	};

	/** Groups with their filters; regroup makes the groups of the goroutines that are asked for. */
	x.showGroups = function (a, choices, regroup, jumpTo, links) {
		if (a.groups.length === 0) return null;
		const body = el("tbody", ""), status = el("p", "small", "");
		status.setAttribute("role", "status");
		const show = function (groups, total) {
			const own = groups.filter((g) => g.kind !== "runtime"), theirs = groups.filter((g) => g.kind === "runtime");
			body.replaceChildren(...own.slice(0, MANY * 4).map((g) => groupRow(g, jumpTo, links)), ...(theirs.length > 0 ? [theirRow(theirs)] : []));
			const n = groups.reduce((s, g) => s + g.count, 0);
			status.textContent = plural(n, "goroutine") + (n === total ? "" : " of " + total.toLocaleString("en")) + " in " + plural(groups.length, "group") + (groups.length > MANY * 4 ? ", the largest " + MANY * 4 + " of them here" : "") + ".";
		};
		const total = a.groups.reduce((s, g) => s + g.count, 0), reasons = [...new Set(a.groups.map((g) => g.reason))];
		const state = el("select", "", el("option", "", "any"), reasons.slice(0, 100).map((r) => el("option", "", r)));
		const minutes = el("input", ""), has = el("input", "");
		minutes.type = "number";
		minutes.min = 0;
		has.type = "search";
		has.placeholder = "package, function, 0x…";
		if (reasons.includes(choices.state)) state.value = choices.state;
		minutes.value = choices.min || "";
		const apply = function () {
			choices.set({ state: state.selectedIndex > 0 ? state.value : "", min: minutes.value });
			regroup(state.selectedIndex > 0 ? state.value : "", Number(minutes.value) || 0, has.value.trim(), a.groups, (g) => show(g, total));
		};
		for (const c of [state, minutes, has]) c.addEventListener("input", apply);
		const form = el("p", "filters", el("label", "", "In state ", state), el("label", "", "for at least ", minutes, " minutes"), el("label", "", "with ", has));
		const head = el("tr", "", heads.map((h, i) => el("th", i === 0 || i === 2 ? "num" : "", h)));
		const table = el("div", "scroll", el("table", "tab groups", el("thead", "", head), body));
		table.tabIndex = 0;
		table.setAttribute("role", "region");
		table.setAttribute("aria-label", "Groups of goroutines");
		if (state.selectedIndex > 0 || minutes.value) apply();
		else show(a.groups, total);
		return section("Groups", total > 1 ? form : "", table, status, el("p", "small soft", "Minutes count from the end of the collection before the one that first found the goroutine waiting: they can be too long by as much as lies between two collections, and equal minutes mean the same collection."));
	};

	const heads = ["Count", "Waits for", "Minutes", "At, outside the library", "Made by"];

	/** The runtime's own goroutines, in one row. */
	function theirRow(groups) {
		const states = [...new Set(groups.map((g) => g.reason))].join(", "), td = el("td", "", "of the runtime's own: " + states);
		td.colSpan = heads.length - 1;
		return el("tr", "soft", el("td", "num", String(groups.reduce((s, g) => s + g.count, 0))), td);
	}

	function groupRow(g, jumpTo, links) {
		const at = (s) => { const i = s.lastIndexOf(" "); return i < 0 ? s : [link(links.fn(s.slice(0, i), 0), s.slice(0, i)), el("small", "", s.slice(i + 1))]; };
		const minutes = g.maxWait === 0 ? "" : g.minWait === g.maxWait ? g.maxWait : g.minWait + "–" + g.maxWait;
		const first = g.goroutines.length > 0 ? button(g.count.toLocaleString("en"), () => jumpTo(g.goroutines[0])) : g.count;
		if (first.setAttribute) first.setAttribute("aria-label", plural(g.count, "goroutine") + ", show the first");
		const cells = [el("td", "num", first), el("td", "reason", g.reason), el("td", "num", String(minutes)), el("td", "", at(g.top)), el("td", "", at(g.createdBy))];
		cells.forEach((c, i) => { c.dataset.head = c.textContent === "" ? "" : heads[i]; });
		return el("tr", "", cells);
	}

	/** Who made whom, opened level by level. */
	x.showAncestry = function* (a) {
		if (a.makers.length === 0) return null;
		const makers = new Map(a.makers.map((m) => [m.goroutine, m])), child = new Set(), groupOf = new Map();
		for (const m of a.makers) {
			yield;
			for (const id of m.made) child.add(id);
		}
		for (const g of a.groups) {
			if ((groupOf.size & 1023) === 0) yield;
			for (const id of g.goroutines) groupOf.set(id, g);
		}
		const stateOf = (id) => groupOf.has(id) ? " [" + groupOf.get(id).reason + "]" : ", not in the text,";
		const branch = function (m, above) {
			const d = el("details", ""), within = new Set(above).add(m.goroutine);
			d.append(el("summary", "", "goroutine " + m.goroutine + stateOf(m.goroutine) + " made " + m.made.length.toLocaleString("en")));
			d.addEventListener("toggle", function () {
				if (d.childElementCount > 1) return;
				const leaves = new Map(), inner = [];
				for (const id of m.made) {
					const g = groupOf.get(id), ids = leaves.get(g);
					if (makers.has(id) && !within.has(id)) inner.push(makers.get(id));
					else if (ids) ids.push(id);
					else leaves.set(g, [id]);
				}
				d.append(el("ul", "tree", capped(inner, (c) => el("li", "", branch(c, within))), capped([...leaves], ([g, ids]) => el("li", "", ids.length + " × " + (g ? "[" + g.reason + "] at " + g.top : "not in the text") + ": " + ids.slice(0, 6).join(", ") + (ids.length > 6 ? " and " + (ids.length - 6) + " more" : "")))));
			});
			return d;
		};
		let roots = a.makers.filter((m) => !child.has(m.goroutine));
		if (roots.length === 0) roots = a.makers.slice(0, 1);
		return section("Who made whom", el("ul", "tree", capped(roots, (m) => el("li", "", branch(m, [])))));
	};

	const evidenceLine = (e, jump) => [e.what, e.low === "" ? "" : [": ", el("b", "", e.low === e.high ? e.low : e.low + " to " + e.high)], e.lines.length > 0 ? [" ", jump([e.lines[0], e.lines[0]])] : ""];

	/** Why this release; the reader may know better. */
	x.showVersion = function (a, minors, choices, jump) {
		const go = a.go, name = go.low === "" ? "not known" : go.low === go.high ? go.low : go.low + " to " + go.high;
		const pick = function (label, values, now, set) {
			const s = el("select", "", values.map(([v, text]) => { const o = el("option", "", text); o.value = v; return o; }));
			s.value = now;
			s.addEventListener("change", () => set(s.value));
			return el("label", "", label, s);
		};
		const picks = [
			pick("Read as ", [["", "what the text tells"], ...minors.map((m) => ["go" + m, "go" + m])], choices.go, (v) => choices.set({ go: v }, true)),
			pick("on ", [["", a.platform && !choices.platform ? a.platform : "what the text tells"], ...["linux/amd64", "linux/arm64", "linux/386", "darwin/arm64", "darwin/amd64", "windows/amd64", "freebsd/amd64"].map((p) => [p, p])], choices.platform, (v) => choices.set({ platform: v }, true)),
		];
		const svg = x.drawEvidence(go, minors);
		const words = el("ol", svg ? "narrow-only small" : "small", go.evidence.map((e) => el("li", "", evidenceLine(e, jump))));
		const caption = el("figcaption", "", svg ? "Each bar is the releases that can have printed this." : go.evidence.length === 0 ? "Nothing in the text differs between releases." : "", " Not it? ", picks);
		return section(go.low === "" ? "Which release: not known" : "Why " + name, el("figure", "", svg, words, caption));
	};

	const axes = { sched: ["ms", "ms"], gc: ["at", "s"] };
	const plots = { sched: ["runqueue", "local", "idleprocs", "threads", "kernel"], gc: ["live", "goal", "pause", "assist", "percent"], pacer: ["ratio", "cpu"] };
	const units = { live: " MB", goal: " MB", pause: " ms", assist: " %", percent: " %", cpu: " %" };

	x.showSeries = function (s) {
		const title = { sched: "The scheduler over time", gc: "Cycles of the collector", pacer: "The pacer", scav: "The scavenger", scvg: "The scavenger", memstats: "Statistics of the allocator" }[s.kind];
		const out = [list(s.findings)];
		if (s.kind !== "memstats" && s.rows.length > 5) {
			const axis = axes[s.kind], at = axis ? s.columns.indexOf(axis[0]) : -1, xs = s.rows.map((r, i) => at < 0 ? i + 1 : r[at]);
			const drawn = (plots[s.kind] || s.columns).map((name) => s.columns.includes(name) ? x.drawPlot(name, xs, s.rows.map((r) => r[s.columns.indexOf(name)]), units[name] || "") : null);
			out.push(el("figure", "", el("div", "plots", drawn), el("figcaption", "", "From left to right: " + (axis ? "time in " + axis[1] + "." : "line by line."))));
		}
		const rows = s.kind === "memstats" ? s.columns.map((c, i) => [c, s.rows[0][i].toLocaleString("en")]) : s.rows.slice(0, 500).map((r) => r.map((v) => v === -1 ? "" : x.brief(v, 4)));
		const head = s.kind === "memstats" ? ["field", "value"] : s.columns;
		const table = el("table", "tab", el("thead", "", el("tr", "", head.map((h) => el("th", "num", h)))), el("tbody", "", rows.map((r) => el("tr", "", r.map((v) => el("td", "num", v))))));
		const wrap = el("div", "scroll", table), d = el("details", "", el("summary", "", plural(rows.length, s.kind === "memstats" ? "field" : "line") + " as a table"), wrap);
		wrap.tabIndex = 0;
		d.open = s.rows.length <= 5 && s.kind !== "memstats";
		return section(title, ...out, d);
	};

	/** What cannot be told, and what to do next. */
	x.showLimits = function* (a, stacks, jump) {
		const dots = [];
		const free = new Set(a.waits.filter((w) => w.holder === 0 && x.forLock(w)).map((w) => w.for));
		if (free.size === 1) dots.push(["Who holds ", code([...free][0]), ". A lock records no owner."]);
		if (free.size > 1) dots.push("Who holds " + free.size + " of the locks. A lock records no owner.");
		if (a.waits.some((w) => w.holder !== 0)) dots.push("Whether a likely holder really holds its lock: a frame shows the value, not the lock.");
		if (a.go.low !== a.go.high) dots.push(a.go.low === "" ? "Which release printed it." : "Which of the releases " + a.go.low + " to " + a.go.high + " printed it.");
		if (a.platform === "" || a.platform.startsWith("/")) dots.push("On which system it ran.");
		let stale = false, cut = false;
		for (let k = 0; k < stacks.length; k++) {
			if ((k & 1023) === 0) yield;
			stale = stale || stacks[k].frames.some((f) => f.args.includes("?"));
			cut = cut || stacks[k].elided || stacks[k].unavailable;
		}
		if (stale) dots.push("Values with a question mark may be stale, and are left aside.");
		if (cut) dots.push("What is in the frames that the runtime left out.");
		const rows = dots.map((d) => el("li", "", d)).concat(capped(a.unknown, (u) => el("li", "", jump(u.lines), " is not recognised: ", code(u.text.slice(0, 120)))));
		const next = a.next.map((n) => el("li", "", el("pre", "run", el("code", "", n.run)), el("p", "small", n.why), copyButton(n.run)));
		const parts = [];
		if (rows.length > 0) parts.push(el("div", "", el("h2", "", "What cannot be told"), el("ul", "dots", rows)));
		if (next.length > 0) parts.push(el("div", "", el("h2", "", "Next"), el("ul", "next", next)));
		return parts.length > 0 ? el("section", "twocol", parts) : null;
	};

	function copyButton(text) {
		return button("Copy", function () {
			navigator.clipboard.writeText(text).then(() => { this.textContent = "Copied"; }, () => { this.textContent = "Not copied"; });
		});
	}
	x.copyButton = copyButton;

	/** The pasted text, a page of lines at a time: 500,000 lines are too many elements. */
	x.newPaste = function (text, blocks, links) {
		const pre = el("pre", "dump"), bar = el("p", "small"), box = el("div", "", el("h2", "label", "What you pasted"), pre, bar);
		pre.tabIndex = 0;
		pre.setAttribute("role", "region");
		pre.setAttribute("aria-label", "What you pasted");
		const count = text.starts.length;
		let first = 1, on = [0, -1];
		const blockAt = function (n) {
			let a = 0, b = blocks.length;
			while (a < b) { const k = (a + b) >> 1; if (blocks[k].lines[0] <= n) a = k + 1; else b = k; }
			for (let k = a - 1; k >= 0 && k > a - 9; k--) if (blocks[k].lines[1] >= n) return blocks[k];
			return null;
		};
		const draw = function () {
			const rows = [], above = { fn: "" };
			for (let n = first; n < first + PER_PAGE && n <= count; n++) rows.push(pasteLine(n, text.line(n), blockAt(n), links, n >= on[0] && n <= on[1], above));
			pre.replaceChildren(...rows);
			const go = (to) => () => { first = Math.max(1, to); draw(); pre.focus(); };
			bar.replaceChildren(...(count > PER_PAGE ? [button("Earlier", go(first - PER_PAGE)), " lines " + first.toLocaleString("en") + " to " + Math.min(count, first + PER_PAGE - 1).toLocaleString("en") + " of " + count.toLocaleString("en") + " ", button("Later", go(Math.min(first + PER_PAGE, count)))] : []));
		};
		draw();
		return {
			box,
			show(lines) {
				on = lines;
				if (lines[0] < first || lines[0] >= first + PER_PAGE) first = Math.max(1, lines[0] - 10);
				draw();
				const row = pre.children[lines[0] - first];
				if (row) row.scrollIntoView({ block: "nearest" });
				pre.focus({ preventScroll: true });
			},
		};
	};

	function pasteLine(n, bytes, block, links, on, above) {
		const begins = block !== null && block.lines[0] === n, row = el("span", "l" + (on ? " on" : begins && block.symbol !== "" ? " said" : "") + (bytes[0] === "\t" ? " path" : ""), el("u", "", String(n)));
		const shown = x.decode(bytes.slice(0, LONG)), rest = bytes.length > LONG ? el("small", "", " … " + plural(bytes.length - LONG, "more byte")) : null;
		const part = linkedPart(shown, block, links, above);
		if (!part) row.append(x.safe(shown));
		else {
			const i = shown.indexOf(part.text);
			row.append(x.safe(shown.slice(0, i)), link(part.href, part.text), x.safe(shown.slice(i + part.text.length)));
		}
		if (rest) row.append(rest);
		return row;
	}

	/**
	 * The part of a line that leads somewhere: its function, its file and line to the place in
	 * the function above, or all of it to what its block is about.
	 */
	function linkedPart(s, block, links, above) {
		const t = s.trim();
		if (t === "" || !block) return null;
		const made = x.creation(t), call = made || x.function(t, true, false);
		if (call) {
			const id = [x.stripTypeArgs(call[0]), x.splitFunc(call[0]).join(".")].find((name) => links.fn(name, 0) !== "") || "";
			const href = id === "" ? "" : links.fn(id, 0);
			above.fn = id;
			return href === "" ? null : { text: call[0], href };
		}
		const f = block.kind === "stack" ? x.position(s, true) : null;
		if (f) {
			const href = above.fn === "" ? "" : links.fn(above.fn, f.line), base = f.file.slice(Math.max(f.file.lastIndexOf("/"), f.file.lastIndexOf("\\")) + 1);
			return href === "" ? null : { text: base + ":" + f.line, href };
		}
		const href = block.symbol === "" ? "" : links.fn(block.symbol, 0);
		return href === "" ? null : { text: t.startsWith("goroutine ") ? t.slice(0, x.digits(t, 10)) : t, href };
	}
})();
