// The page of a lab: takes a prediction, and draws the reader's own result beside the
// recorded one. A result is the JSON that `sourcedive lab run NAME --out FILE` writes.
// Nothing leaves the page.
//
// Medians have the intervals that package lab gives them: order statistics of the
// binomial distribution at 95 %. What may be called a difference is decided more simply
// than there, and never more boldly: the ratio is outside both noise bands, and the
// intervals do not meet.
(function () {
	"use strict";
	var lab = document.querySelector(".js-lab");
	if (!lab) return;
	/** @param {string} s @param {ParentNode=} from @returns {any} */
	function one(s, from) { return (from || lab).querySelector(s); }
	/** @param {string} s @param {ParentNode=} from @returns {any[]} */
	function all(s, from) { return Array.from((from || lab).querySelectorAll(s)); }

	function open() { lab.classList.add("is-open"); }
	/** @param {Element} el @param {string} text */
	function say(el, text) { el.textContent = text; el.removeAttribute("hidden"); }

	/** @param {number} v */
	function number(v) {
		if (v === Math.trunc(v) && Math.abs(v) < 1e7) return String(v);
		var a = Math.abs(v);
		return a >= 1000 && a < 1e7 ? v.toFixed(0) : String(Number(v.toPrecision(3)));
	}

	// Prediction.
	var form = one(".js-predict"), answer = Number(lab.dataset.answer);
	form.addEventListener("submit", function (/** @type {Event} */ e) {
		e.preventDefault();
		var guess = Number(form.elements.predict.value), text = "You said " + number(guess) + " " + lab.dataset.unit + ". ";
		if (!lab.dataset.answer) text += "Nothing is recorded here to compare it with.";
		else {
			var off = guess / answer;
			text += "The recorded run has " + number(answer) + ": ";
			text += !(guess > 0 && answer > 0) ? "compare the two below." : off >= 1.1 ? "you said " + number(off) + " times too many." : off <= 1 / 1.1 ? "you said " + number(1 / off) + " times too few." : "within a tenth.";
		}
		say(one(".js-verdict"), text);
		open();
		all(".lab-plot").forEach(function (plot) { mark(plot, guess); });
	});
	one(".js-reveal").addEventListener("click", open);
	if (location.hash === "#result") open();
	addEventListener("hashchange", function () { if (location.hash === "#result") open(); });

	// Statistics.
	/** Probability of at most k of n when both outcomes are alike. @param {number} n @param {number} k */
	function choose(n, k) {
		var p = Math.pow(0.5, n);
		for (var i = 0; i < k; i++) p = p * (n - i) / (i + 1);
		return k < 0 || k > n ? 0 : p;
	}
	/** @param {number} x */
	function erf(x) { // by its series, whose terms fall fast for the |x| < 3 that are asked for
		var sum = x, term = x;
		for (var n = 1; n < 200 && Math.abs(term) > 1e-17; n++) {
			term *= -x * x / n;
			sum += term / (2 * n + 1);
		}
		return 2 / Math.sqrt(Math.PI) * sum;
	}
	/** The order statistics that bound the median of n values, counted from 1. @param {number} n */
	function orders(n) {
		var l, r, want = 0.95;
		if (n <= 30) {
			var x = Math.ceil((n + 1) / 2) - 1, sum = choose(n, x);
			l = x, r = x + 1;
			for (var lp = choose(n, l - 1), rp = choose(n, r); sum < want && (lp > 0 || rp > 0);) {
				if (lp >= rp) { sum += lp; l--; lp = choose(n, l - 1); } else { sum += rp; r++; rp = choose(n, r); }
			}
		} else {
			var mu = n / 2, sigma = Math.sqrt(n) / 2, reach = 1.959963984540054 * sigma;
			l = Math.floor(Math.floor(mu - reach - 0.5) + 0.5) + 1;
			r = Math.floor(Math.ceil(mu + reach - 0.5) + 0.5) + 1;
			var below = function (/** @type {number} */ k) { return 0.5 * (1 + erf((k - 0.5 - mu) / sigma / Math.SQRT2)); };
			var fair = below(r) - below(l), biased = below(r - 1) - below(l);
			if (biased >= want && biased < fair) r--;
		}
		return [Math.max(l, 0), Math.min(r, n + 1)];
	}
	/** @param {{kind: string, values: number[]}} s */
	function summarize(s) {
		var v = s.values.slice().sort(function (a, b) { return a - b; }), n = v.length;
		if (s.kind !== "timing" && v[0] === v[n - 1]) return { center: v[0], lo: v[0], hi: v[0], interval: true };
		var at = 1 / 3 + 0.5 * (n + 1 / 3), k = Math.floor(at);
		var center = k <= 0 ? v[0] : k >= n ? v[n - 1] : v[k - 1] + (at - k) * (v[k] - v[k - 1]), o = orders(n);
		if (o[0] < 1 || o[1] > n) return { center: center, lo: v[0], hi: v[n - 1], interval: false };
		return { center: center, lo: v[o[0] - 1], hi: v[o[1] - 1], interval: true };
	}
	/** How far two samples of the same thing may be apart; NaN when that is not known. @param {any} a @param {any} b */
	function bandOf(a, b) {
		var x = summarize(a), y = summarize(b);
		if (!x.interval || !y.interval) return NaN;
		if (x.lo === y.hi && x.hi === y.lo) return 0;
		return x.lo <= 0 || y.lo <= 0 ? NaN : Math.max(y.hi / x.lo, x.hi / y.lo) - 1;
	}
	/** @param {any} result @param {string} id @param {number} x @param {boolean} none */
	function find(result, id, x, none) {
		return result.series.find(function (/** @type {any} */ s) { return s.id === id && s.x === x && !!s.null === none; });
	}
	/** @param {any} result @param {string} kind @returns {number} */
	function widest(result, kind) {
		var bands = [];
		result.series.forEach(function (/** @type {any} */ s) {
			var base = find(result, s.id, s.x, false);
			if (s.null && s.kind === kind && base) bands.push(bandOf(base, s));
		});
		if (!bands.length) return kind === "timing" ? NaN : widest(result, "timing");
		return Math.max.apply(null, bands);
	}
	/** @param {any} result @param {any} s */
	function band(result, s) {
		var none = find(result, s.id, s.x, true), b = none ? bandOf(s, none) : Math.max(widest(result, s.kind), bandOf(s, s)), c = summarize(s).center;
		return s.step > 0 && c > 0 ? Math.max(b, s.step / c) : b;
	}

	// The reader's result.
	/** @param {any} r the text's JSON; throws a sentence when it is no result of this lab */
	function check(r) {
		if (!r || r.schema !== "sourcedive-lab/1") throw new Error("This is no result of a lab: sourcedive lab run writes one with --out.");
		if (r.lab !== lab.dataset.lab) throw new Error("This is a result of the lab " + String(r.lab).slice(0, 40) + ", and this page is of " + lab.dataset.lab + ".");
		var sound = Array.isArray(r.series) && r.series.length > 0 && r.series.every(function (/** @type {any} */ s) {
			return s && typeof s.id === "string" && Number.isFinite(s.x) && Array.isArray(s.values) && s.values.length > 0 && s.values.every(Number.isFinite);
		});
		if (!sound) throw new Error(r.skipped ? "Nothing was measured: " + String(r.skipped).slice(0, 200) : "The file has no whole series of values.");
		return r;
	}
	/** @param {string} text */
	function read(text) {
		var parsed;
		try { parsed = JSON.parse(text); } catch (e) { throw new Error("The file is not whole JSON."); }
		var list = (Array.isArray(parsed) ? parsed : [parsed]).filter(function (r) { return !(r && r.skipped); });
		if (!list.length) throw new Error("The file holds no result.");
		return list.map(check);
	}

	var svg = "http://www.w3.org/2000/svg";
	/** @param {string} name @param {Record<string, string|number>} at */
	function shape(name, at) {
		var el = document.createElementNS(svg, name);
		el.setAttribute("class", "lab-yours");
		for (var k in at) el.setAttribute(k, String(at[k]));
		return el;
	}
	/** @param {string} text of a data-scale */
	function scale(text) {
		var f = text.split(" "), lo = +f[0], hi = +f[1], from = +f[2], to = +f[3], log = f[4] === "log";
		return function (/** @type {number} */ v) {
			v = Math.min(Math.max(v, lo), hi);
			return from + (log ? Math.log(v / lo) / Math.log(hi / lo) : (v - lo) / (hi - lo)) * (to - from);
		};
	}
	/** Marks the prediction in a plot that has its series. @param {SVGElement} plot @param {number} guess */
	function mark(plot, guess) {
		all(".lab-guess", plot).forEach(function (el) { el.remove(); });
		var of = all(".lab-mark", plot).find(function (m) { return m.dataset.id === lab.dataset.of && m.dataset.at === lab.dataset.ofAt; });
		if (!of || !plot.dataset.scale) return;
		var c = one("circle", of), at = scale(plot.dataset.scale)(guess), lines = !!plot.dataset.x;
		var x = lines ? +c.getAttribute("cx") : at, y = lines ? at : +c.getAttribute("cy");
		var text = shape("text", { x: Math.min(Math.max(x, 60), +String(plot.getAttribute("width")) - 60), y: y - 12, "text-anchor": "middle" });
		text.textContent = "your prediction";
		[shape("rect", { x: x - 5, y: y - 5, width: 10, height: 10 }), text].forEach(function (el) {
			el.setAttribute("class", "lab-guess");
			plot.append(el);
		});
		one(".js-guess").hidden = false;
	}
	/** Draws a result into a plot: a ring a series, with its interval. @param {SVGElement} plot @param {any} result */
	function draw(plot, result) {
		all(".lab-yours", plot).forEach(function (el) { el.remove(); });
		if (!plot.dataset.scale) return;
		var at = scale(plot.dataset.scale), lines = !!plot.dataset.x;
		all(".lab-mark", plot).forEach(function (mark) {
			var s = find(result, mark.dataset.id, Number(mark.dataset.at), false);
			if (!s) return;
			var sum = summarize(s), c = one("circle", mark), x = +c.getAttribute("cx"), y = +c.getAttribute("cy");
			if (lines) {
				mark.append(shape("path", { d: "M" + x + " " + at(sum.lo) + "V" + at(sum.hi) }), shape("circle", { cx: x, cy: at(sum.center), r: 4 }));
			} else {
				mark.append(shape("path", { d: "M" + at(sum.lo) + " " + (y + 8) + "H" + at(sum.hi) }), shape("circle", { cx: at(sum.center), cy: y + 8, r: 4 }));
			}
		});
	}
	/** @param {HTMLTableRowElement} row @param {any} result */
	function compare(row, result) {
		all(".js-col", row).forEach(function (el) { el.remove(); });
		var value = document.createElement("td"), beside = document.createElement("td"), d = row.dataset;
		value.className = "num js-col", beside.className = "js-col";
		row.append(value, beside);
		row.classList.remove("is-off");
		var s = find(result, String(d.id), Number(d.at), false);
		if (!s) { beside.textContent = "not measured"; return; }
		var sum = summarize(s), center = Number(d.center), ratio = sum.center / center, wide = Math.max(d.band === "" ? NaN : Number(d.band), band(result, s));
		value.textContent = number(sum.center);
		value.dataset.center = String(sum.center), value.dataset.lo = String(sum.lo), value.dataset.hi = String(sum.hi), value.dataset.band = String(band(result, s));
		var exact = d.kind === "count" && d.lo === d.hi && sum.lo === sum.hi, off = Math.max(ratio, 1 / ratio) - 1;
		if (exact) beside.textContent = center === sum.center ? "the same" : "another number";
		else if (!sum.interval || !row.hasAttribute("data-interval")) beside.textContent = "too few values to say";
		else if (!isFinite(wide) || !(ratio > 0)) beside.textContent = "without a noise band, not to be said";
		else if (off <= wide) beside.textContent = "×" + number(ratio) + ", within the noise";
		else if (sum.lo <= Number(d.hi) && sum.hi >= Number(d.lo)) beside.textContent = "×" + number(ratio) + ", the intervals meet";
		else { beside.textContent = "×" + number(ratio); row.classList.add("is-off"); }
	}

	/** What the rows of the table came to. */
	function summary() {
		var rows = all("tbody tr"), off = rows.filter(function (r) { return r.classList.contains("is-off"); }).length;
		return " Of " + rows.length + " figures " + (off || "none") + (off === 1 ? " differs" : off ? " differ" : " differs") + " from the recorded one by more than the noise.";
	}
	/** What a result's checks came to, as the program that wrote it found. @param {any} list */
	function checks(list) {
		if (!Array.isArray(list) || !list.length) return "";
		var holds = 0, fails = /** @type {string[]} */ ([]);
		list.forEach(function (c) {
			if (c && c.holds === true) holds++;
			else if (c && !c.unchecked) fails.push(String(c.says).slice(0, 200));
		});
		return (holds === list.length ? " Its checks hold" : " Of its " + list.length + " checks " + (holds || "none") + (holds > 1 ? " hold" : " holds")) + (fails.length ? "; it does not hold that " + fails.join(", nor that ") : "") + ".";
	}

	var yours = one(".js-yours"), note = one(".js-read");
	if (!one(".js-result")) return;
	yours.hidden = false;
	/** @param {any} result */
	function show(result) {
		open();
		all(".lab-plot").forEach(function (plot) { draw(plot, result); });
		all("thead .js-col, .js-key").forEach(function (el) { el.hidden = false; });
		all("tbody tr").forEach(function (row) { compare(row, result); });
		var go = result.go && typeof result.go.version === "string" ? result.go : { version: "an unnamed version", os: "?", arch: "?" }, busy = result.noise && /^busy/.test(result.noise.verdict);
		note.textContent = "Yours: " + String(go.version) + " " + String(go.os) + "/" + String(go.arch) + "." + (busy ? " Your machine was busy: only large differences mean something." : "") +
			(result.settings && result.settings.quick ? " It was a quick run, too little for a figure that is to be repeated." : "") + (result.partial ? " It is not complete: " + String(result.partial).slice(0, 200) + "." : "") + summary() + checks(result.checks);
	}
	/** @param {any[]} list */
	function choose1(list) {
		note.hidden = false;
		show(list[0]);
		if (list.length < 2) return;
		note.append(" The file has more: ");
		list.forEach(function (r) {
			var b = document.createElement("button");
			b.type = "button";
			b.textContent = String(r.go && r.go.version);
			b.addEventListener("click", function () { choose1([r].concat(list.filter(function (o) { return o !== r; }))); });
			note.append(b, " ");
		});
	}
	/** @param {File=} file */
	function take(file) {
		if (!file) return;
		if (file.size > 64e6) { say(note, "The file has more than 64 MB, which no lab writes."); return; }
		file.text().then(function (text) { choose1(read(text)); }).catch(function (e) { say(note, e.message); });
	}
	one("input[type=file]").addEventListener("change", function (/** @type {any} */ e) { take(e.target.files[0]); });
	lab.addEventListener("dragover", function (/** @type {DragEvent} */ e) { e.preventDefault(); lab.classList.add("is-over"); });
	lab.addEventListener("dragleave", function () { lab.classList.remove("is-over"); });
	lab.addEventListener("drop", function (/** @type {DragEvent} */ e) {
		e.preventDefault();
		lab.classList.remove("is-over");
		take(e.dataTransfer ? e.dataTransfer.files[0] : undefined);
	});
})();
