// The address of a moment of a run: #procs=4&seed=7&at=42 has the parameters that are not at
// their default, the seed, and how many steps are done. Older addresses say step in place of
// at; they hold for every model that has no parameter of that name.

/**
 * What a parameter takes: min to max, or one of the words, which number the values from min on.
 * @typedef {{name: string, default: number, min: number, max: number, words: string[]}} Range
 *
 * A moment of a run. seed is its decimal digits, for it may be too large for a number.
 * @typedef {{given: Object<string, number>, seed: string, at: number}} Moment
 */
(function () {
	"use strict";
	var sourcedive = window.sourcedive = window.sourcedive || {};
	var largest = 18446744073709551615n; // of a uint64

	function quoted(text) { return "“" + (text.length > 40 ? text.slice(0, 40) + "…" : text) + "”"; }

	function seedOf(text) {
		if (/^\d{1,30}$/.test(text) && BigInt(text) <= largest) return BigInt(text).toString();
		throw new Error("The seed is a whole number from 0 to " + largest + ", not " + quoted(text) + ".");
	}

	function stepOf(text) {
		if (/^\d{1,9}$/.test(text)) return +text;
		throw new Error("A step is a whole number from 0 on, not " + quoted(text) + ".");
	}

	function valueOf(p, text) {
		var word = p.words.indexOf(text);
		if (word >= 0) return p.min + word;
		if (/^-?\d{1,15}$/.test(text) && +text >= p.min && +text <= p.max) return +text;
		throw new Error(p.name + " takes " + (p.words.length ? p.words.join(", ") : p.min + " to " + p.max) + ", not " + quoted(text) + ".");
	}

	/**
	 * The moment that a fragment without its # names, or null for one that names none. The
	 * message of its error is a sentence for the reader.
	 * @type {function(string, Range[]): ?Moment}
	 */
	sourcedive.moment = function (fragment, params) {
		if (fragment.indexOf("=") < 0) return null;
		var m = { given: {}, seed: "1", at: 0 }, seen = {};
		params.forEach(function (p) { m.given[p.name] = p.default; });
		new URLSearchParams(fragment).forEach(function (text, name) {
			var p = params.find(function (p) { return p.name === name; });
			if (!p && name === "step") name = "at";
			if (seen["=" + name]) throw new Error("The address has " + quoted(name) + " twice.");
			seen["=" + name] = true;
			if (p) m.given[name] = valueOf(p, text);
			else if (name === "seed") m.seed = seedOf(text);
			else if (name === "at") m.at = stepOf(text);
			else throw new Error("This model has no parameter " + quoted(name) + ". It has " + params.map(function (p) { return p.name; }).join(", ") + ".");
		});
		return m;
	};
})();
