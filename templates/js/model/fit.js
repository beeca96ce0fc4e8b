// The room that a run needs: the stage and the narration have from the start the size of
// their largest state, so that nothing on the page moves while the run plays.
(function () {
	"use strict";
	var sourcedive = window.sourcedive = window.sourcedive || {};
	var most = 40; // states of a block or of the narration that are measured, the longest ones

	function longest(list, size) {
		if (list.length <= most) return list;
		return list.map(function (e) { return [size(e), e]; }).sort(function (a, b) { return b[0] - a[0]; }).slice(0, most).map(function (e) { return e[1]; });
	}

	/** What build makes, measured out of sight beside an element of the same class and width. */
	function measure(like, parts, read) {
		var probe = like.cloneNode(false);
		probe.removeAttribute("style");
		["tabindex", "role", "aria-label", "aria-live"].forEach(function (name) { probe.removeAttribute(name); });
		probe.classList.add("probe");
		probe.style.width = like.getBoundingClientRect().width + "px";
		probe.append.apply(probe, parts);
		like.parentNode.append(probe);
		var got = read(probe);
		probe.remove();
		return got;
	}

	/**
	 * The least width and height of each block by its id, and the height of the stage.
	 * @type {function(Run, Element, function(Block): Element): {blocks: Object<string, {width: number, height: number}>, height: number}}
	 */
	sourcedive.roomOf = function (run, stage, draw) {
		var room = { blocks: {}, height: 0 }, byID = {}, sets = {}, seen = {};
		run.views.forEach(function (view) {
			sets[view.map(function (n) { return run.blocks[n].id; }).join(" ")] = view;
			view.forEach(function (n) {
				if (seen[n]) return;
				seen[n] = true;
				(byID[run.blocks[n].id] = byID[run.blocks[n].id] || []).push(run.blocks[n]);
			});
		});
		var blocks = [];
		Object.keys(byID).forEach(function (id) { blocks = blocks.concat(longest(byID[id], function (b) { return JSON.stringify(b).length; })); });
		measure(stage, blocks.map(draw), function (probe) {
			blocks.forEach(function (b, i) {
				var box = probe.children[i].getBoundingClientRect(), r = room.blocks[b.id] = room.blocks[b.id] || { width: 0, height: 0 };
				if (b.kind === "queue" || b.kind === "graph") r.width = Math.max(r.width, Math.ceil(box.width));
				r.height = Math.max(r.height, Math.ceil(box.height));
			});
		});
		Object.keys(sets).slice(0, most).forEach(function (key) {
			var empty = sets[key].map(function (n) {
				var e = document.createElement("section");
				e.className = "block " + run.blocks[n].kind;
				sourcedive.reserve(e, room.blocks[run.blocks[n].id]);
				return e;
			});
			room.height = Math.max(room.height, measure(stage, empty, function (probe) { return probe.offsetHeight; }));
		});
		return room;
	};

	/** Gives an element the room that was found for its block. */
	sourcedive.reserve = function (e, room) {
		if (!room) return;
		e.style.minHeight = room.height + "px";
		if (room.width) e.style.minWidth = "min(100%, " + room.width + "px)";
	};

	/** The height of the narration of a run; tell gives the parts of a step's. */
	sourcedive.heightOf = function (run, narration, tell) {
		var steps = longest(run.events.map(function (_, i) { return i + 1; }), function (step) {
			var e = run.events[step - 1];
			return (e.what + e.why + e.func + e.actor + e.broken).length + (step === run.events.length ? 1000 : 0);
		});
		var parts = steps.map(function (step) {
			var box = document.createElement("div");
			box.className = "narration";
			box.style.minHeight = "0";
			box.append.apply(box, tell(step));
			return box;
		});
		return measure(narration, parts, function (probe) {
			return Math.max.apply(Math, [0].concat(Array.from(probe.children).map(function (e) { return Math.ceil(e.getBoundingClientRect().height); })));
		});
	};
})();
