// Drawings of an answer: who waits for whom, which releases fit, lines over time.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const NS = "http://www.w3.org/2000/svg";

	function node(name, attrs, ...children) {
		const e = document.createElementNS(NS, name);
		for (const k in attrs) e.setAttribute(k, attrs[k]);
		for (const c of children) e.append(typeof c === "object" ? c : x.safe(c));
		return e;
	}

	const drawing = (w, h, label, className) => node("svg", { viewBox: "0 0 " + w + " " + h, width: w, height: h, role: "img", "aria-label": x.safe(label), class: className });
	const said = (px, py, className, text) => node("text", { x: px, y: py, class: className }, text);
	const short = (s, n) => s.length > n ? s.slice(0, n - 1) + "…" : s;

	function arrow(from, to, y, likely) {
		const g = node("g", {});
		g.append(node("path", { class: likely ? "likely" : "ptr", d: "M" + from + " " + y + "H" + (to - 7) }));
		g.append(node("path", { class: "tip", d: "M" + to + " " + y + "l-8 -3.7v7.4z" }));
		return g;
	}

	const round = (px, y, text, className) => node("g", { class: "G " + className, transform: "translate(" + px + " " + y + ")" }, node("circle", { r: 27 }), node("text", { y: 4 }, short(text, 7)));

	const lock = (px, y) => node("g", { class: "lock", transform: "translate(" + px + " " + y + ")" },
		node("rect", { x: -21, y: -15, width: 42, height: 36 }), node("path", { d: "M-8-15v-6a8 8 0 0 1 16 0v6" }), node("circle", { cy: 2, r: 3.4 }));

	/** A chain is [{goroutine, for, holder}], each one's holder the next one's goroutine. */
	x.drawChain = function (chain, running) {
		const step = 170, parts = [], y = 44;
		let px = 40, label = "";
		for (const w of chain) {
			const addr = w.for.slice(w.for.lastIndexOf(" ") + 1), kind = w.for.slice(0, -addr.length - 1);
			parts.push(round(px, y, String(w.goroutine), "wait"), arrow(px + 29, px + step - 24, y, false), said(px + step / 2 + 2, y - 10, "c", "waits for"), said(px + step / 2 + 2, y + 20, "c s x", "certain"));
			px += step;
			parts.push(lock(px, y), said(px, y + 46, "m x c", addr), said(px, y + 62, "s x c", kind));
			parts.push(arrow(px + 24, px + step - 29, y, true), said(px + step / 2, y - 10, w.holder ? "c" : "c s", w.holder ? "likely held by" : "held by"));
			px += step;
			label += "goroutine " + w.goroutine + " waits for " + w.for + (w.holder ? ", likely held by " : "; who holds it is not in the text. ");
		}
		const end = chain[chain.length - 1].holder;
		parts.push(end ? round(px, y, String(end), running(end)) : round(px, y, "?", "gone"));
		if (!end) parts.push(said(px, y + 46, "s x c", "not in the text"));
		const svg = drawing(px + 48, 116, label + (end ? "goroutine " + end : ""), "pan");
		svg.append(...parts);
		return svg;
	};

	/** Bars: for each piece of evidence the releases that can have printed it. */
	x.drawEvidence = function (go, minors) {
		const rows = go.evidence.filter((e) => e.low !== "" && e.lines.length > 0), left = 262, width = 338, n = minors.length;
		const at = (v) => minors.indexOf(v.replace(/^go/, "")), pos = (i) => left + width * i / n;
		if (rows.length === 0 || at(go.low) < 0) return null;
		const svg = drawing(left + width, rows.length * 26 + 36, "Which releases each piece of evidence allows", "wide-only"), h = rows.length * 26;
		svg.append(node("rect", { class: "nowband", x: pos(at(go.low)), y: 0, width: pos(at(go.high) + 1) - pos(at(go.low)), height: h + 14, rx: 3 }));
		rows.forEach(function (e, i) {
			const y = i * 26 + 16, a = Math.max(0, at(e.low)), b = at(e.high) < 0 ? n - 1 : at(e.high);
			const name = said(0, y + 2, "", short(e.what, 38));
			name.append(node("title", {}, e.what));
			svg.append(name, node("path", { class: "hair", d: "M" + left + " " + (y - 2) + "H" + (left + width) }),
				node("rect", { class: "bar", x: pos(a) + 1, y: y - 8, width: Math.max(4, pos(b + 1) - pos(a) - 2), height: 12, rx: 3 }));
		});
		const low = at(go.low), high = at(go.high), ends = high - low < 3 ? [(low + high) / 2] : [low, high];
		for (const i of ends) svg.append(said(pos(i + 0.5), h + 30, "x c k", ends.length > 1 ? minors[i] : low === high ? minors[low] : minors[low] + "–" + minors[high]));
		minors.forEach(function (m, i) {
			if (i % 5 === 0 && Math.min(...ends.map((e) => Math.abs(i - e))) > 3) svg.append(said(pos(i + 0.5), h + 30, "x c s", m));
		});
		return svg;
	};

	/** One line of a series over time. */
	x.drawPlot = function (name, xs, ys, unit) {
		const w = 300, h = 86, good = ys.filter((v) => v >= 0), top = Math.max(...good, 0), from = xs[0], span = (xs[xs.length - 1] - from) || 1;
		if (good.length < 2) return null;
		const svg = drawing(w, h + 22, name + ", from " + x.brief(good[0], 3) + " to " + x.brief(good[good.length - 1], 3) + ", at most " + x.brief(top, 3) + unit, "plot");
		let d = "";
		ys.forEach((v, i) => { if (v >= 0) d += (d ? "L" : "M") + (w * (xs[i] - from) / span).toFixed(1) + " " + (h - 60 * v / (top || 1)).toFixed(1); });
		svg.append(said(0, 14, "k", name), said(w, 14, "x e s", "at most " + x.brief(top, 3) + unit),
			node("path", { class: "hair", d: "M0 " + h + "H" + w }), node("path", { class: "thick", d }), said(0, h + 16, "x s", x.brief(from, 4)), said(w, h + 16, "x e s", x.brief(xs[xs.length - 1], 4)));
		return svg;
	};
})();
