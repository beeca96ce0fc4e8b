// The stage: draws the frames of a run, and lets what moved between two of them travel its
// drawn way, one thing after the other.

/**
 * A thing on the stage: its key; class; place; path, and one more that is filled; text and
 * its place; what it stands for besides; the keys of what travelled along it.
 * @typedef {{k: string, c: string, x: number, y: number, d: string, e: string, t: string, a: number, b: number, h: string, f: string}} Item
 *
 * The frames of a run in one layout: each is how many items of the last frame stay at its
 * beginning and at its end, and the items between.
 * @typedef {{w: number, h: number, items: Item[], frames: number[][]}} Reel
 */
(function () {
	"use strict";
	var sourcedive = window.sourcedive = window.sourcedive || {};
	var still = matchMedia("(prefers-reduced-motion: reduce)");

	function svg(tag, attributes, text) {
		var e = document.createElementNS("http://www.w3.org/2000/svg", tag);
		for (var name in attributes) e.setAttribute(name, attributes[name]);
		if (text !== undefined) e.textContent = text;
		return e;
	}

	/** The element of an item. */
	function draw(i) {
		var g = svg("g", { "class": i.c, transform: "translate(" + (i.x || 0) + " " + (i.y || 0) + ")" });
		if (i.d) g.append(svg("path", { d: i.d }));
		if (i.e) g.append(svg("path", { d: i.e, "class": "mark" }));
		if (i.t) g.append(svg("text", { x: i.a || 0, y: i.b || 0 }, i.t));
		if (i.h) g.append(svg("title", {}, i.h));
		return g;
	}

	/** Replaces how frames are written by whole frames. */
	sourcedive.unfold = function (reel) {
		var last = [];
		reel.frames = reel.frames.map(function (f) {
			return last = last.slice(0, f[0]).concat(f.slice(2), last.slice(last.length - f[1]));
		});
	};

	/** Draws items without a frame: a score. */
	sourcedive.paint = function (into, w, h, items) {
		into.setAttribute("viewBox", "0 0 " + w + " " + h);
		into.setAttribute("width", w);
		into.setAttribute("height", h);
		into.replaceChildren.apply(into, items.map(draw));
	};

	/**
	 * Draws a step's frame. With a frame to come from, what moved travels; the milliseconds
	 * that this takes are returned.
	 * @type {function(Element, Reel, number, ?number): number}
	 */
	sourcedive.stage = function (into, reel, step, from) {
		var frame = reel.frames[Math.min(step, reel.frames.length - 1)].map(function (n) { return reel.items[n]; });
		sourcedive.paint(into, reel.w, reel.h, frame);
		if (from === null || still.matches) return 0;
		var was = {}, elements = {}, ways = {}, wait = 0, moved = 0;
		reel.frames[from].forEach(function (n) { if (reel.items[n].k) was[reel.items[n].k] = reel.items[n]; });
		frame.forEach(function (i, n) {
			if (i.k) elements[i.k] = into.children[n];
			if (!i.f) return;
			i.f.split(" ").forEach(function (key) { (ways[key] = ways[key] || []).push({ path: into.children[n].firstChild, at: wait }); });
			wait += 350;
		});
		frame.forEach(function (i) {
			var old = i.k && was[i.k];
			if (!old || !i.c.match(/\b[GMB]\b/)) return;
			if (ways[i.k]) return travel(elements[i.k], old, i, ways[i.k]);
			if (old.x === i.x && old.y === i.y) return;
			moved = 200;
			elements[i.k].animate([{ transform: place(old.x, old.y) }, { transform: place(i.x, i.y) }], { duration: 200, easing: "ease-in-out" });
		});
		return Math.max(wait, moved);
	};

	function place(x, y) { return "translate(" + (x || 0) + "px, " + (y || 0) + "px)"; }

	/** Moves an element along its ways, each of which ends where the next one begins. */
	function travel(e, old, now, ways) {
		var spots = [], total = ways[ways.length - 1].at + 350, x = old.x || 0, y = old.y || 0;
		spots.push({ transform: place(x, y), offset: 0 });
		ways.forEach(function (w, n) {
			var long = w.path.getTotalLength(), p0 = w.path.getPointAtLength(0), p1 = w.path.getPointAtLength(long);
			var end = n + 1 < ways.length ? ways[n + 1].path.getPointAtLength(0) : { x: now.x || 0, y: now.y || 0 };
			for (var i = 0; i <= 12; i++) {
				var t = i / 12, p = w.path.getPointAtLength(long * t);
				spots.push({ transform: place(p.x + (1 - t) * (x - p0.x) + t * (end.x - p1.x), p.y + (1 - t) * (y - p0.y) + t * (end.y - p1.y)), offset: (w.at + 350 * t) / total });
			}
			x = end.x;
			y = end.y;
		});
		e.animate(spots, { duration: total, fill: "backwards" });
	}

	/** A stage as a file that stands alone: what the style sheet says is written into it. */
	sourcedive.alone = function (of) {
		var copy = of.cloneNode(true), from = [of].concat(Array.from(of.querySelectorAll("*"))), to = [copy].concat(Array.from(copy.querySelectorAll("*")));
		from.forEach(function (e, n) {
			var style = getComputedStyle(e);
			["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order", "opacity", "font-family", "font-size", "font-weight", "text-anchor"].forEach(function (p) {
				if (e !== of) to[n].setAttribute(p, style.getPropertyValue(p));
			});
			to[n].removeAttribute("class");
		});
		copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
		var box = of.viewBox.baseVal;
		copy.setAttribute("width", box.width);
		copy.setAttribute("height", box.height);
		copy.prepend(svg("rect", { width: box.width, height: box.height, fill: getComputedStyle(of.parentNode).backgroundColor }));
		return new XMLSerializer().serializeToString(copy);
	};

	/** The line that shows where on a score the run is. */
	sourcedive.cursor = function (x, h) {
		var g = svg("g", { "class": "cursor", transform: "translate(" + x + " 0)" });
		g.append(svg("path", { d: "M0-4V" + (h + 4) }), svg("circle", { cy: h + 8, r: 6 }));
		return g;
	};
})();
