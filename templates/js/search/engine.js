// The search engine of the browser: it reads the search index and ranks as site/search/rank.go
// does, function by function: what is changed here is changed there. It touches no document.
//
// The index arrives as classic scripts that call sourcedive.search; site/search/export.go
// describes them. A part is loaded when a query first needs it.

/**
 * A word of a query.
 * @typedef {{text: string, term: string, parts: string[], qualifier: boolean}} Word
 *
 * A query as parsed. In an open one the last word may go on.
 * @typedef {{words: Word[], filters: {key: string, values: string[]}[], open: boolean, joined: string,
 *   path: string, inner: string, dotted: boolean}} Query
 *
 * What a result shows; url is relative to the version's root.
 * @typedef {{kind: string, group: string, title: string, pkg: string, file: string, line: number,
 *   url: string, lead: string}} Row
 *
 * The best documents in order, with their rows; how many there are; names near a query without
 * results; the texts to mark in rows, longest first.
 * @typedef {{hits: {doc: number, score: number}[], rows: Row[], read: {doc: number, score: number}[], readRows: Row[],
 *   total: number, near: string[], marks: string[]}} Found
 */
(function () {
	"use strict";

	/**
	 * load and forget come from app.js. This file adds:
	 *   find(text, limit, done)   the best documents; done gets what was found, or null and the parts that did not load
	 *   prepareSearch()           loads what every search needs
	 *   lower(text)               ASCII letters in lower case, each at its place
	 *   longestQuery              in characters; more is cut off
	 *   search(name, ...)         takes a part of the index
	 * @type {{load: function(string, function(boolean): void): void, forget: function(string): void,
	 *   find: function(string, number, function(?Found, string[]): void): void, prepareSearch: function(): void,
	 *   lower: function(string): string, longestQuery: number, search: function(string, string, number, string): void}}
	 */
	var sourcedive = window.sourcedive;

	// Weights in sixteenths, and limits: see rank.go and query.go.
	var EXACT = 16, PARTS = 12, PREFIX = 12, LONGER = 6, NEAR = 8, PACKAGE = 16, IMPACT = 5, JOINED = 24, SCALE = 5;
	var MOST_PREFIXES = 24, MOST_LONGER = 8, MOST_NEAR = 4, MOST_READ = 3, LONGEST_JOINED = 40, SHORTEST_PREFIX = 2, FEW = 2, LONG = 5;
	var MAX_QUERY = 400, MAX_WORDS = 12, MAX_TERM = 60;

	function setOf(words) { return new Set(words.split(" ")); }

	var STOP = setOf("a an the is are was were be been being am of to in on at by for with from as or and but not no " +
		"it its this that these those there here what which who whom whose when where why how does do did done " +
		"i me my we our you your he she they them their can could should would will shall may might must has have had " +
		"if then than so such just only also into onto about because while during");
	var KEYS = ["kind", "file", "pkg"];
	var KIND_WORDS = {
		"function": "func", functions: "func", funcs: "func", methods: "method", types: "type", struct: "type", fields: "field",
		constant: "const", constants: "const", consts: "const", variable: "var", variables: "var", vars: "var",
		godebug: "godebug", files: "file", packages: "package", notes: "note", models: "model", messages: "message",
		"interface": "abstract_method", metrics: "metric", env: "environment"
	};

	// Words: words.go

	function lower(s) { return s.replace(/[A-Z]+/g, function (m) { return m.toLowerCase(); }); }
	function whole(word) { return lower(word).replace(/^_+|_+$/g, ""); }
	function squeeze(text) { return lower(text).replace(/[^0-9a-z]+/g, ""); }
	function isUpper(c) { return c >= "A" && c <= "Z"; }
	function isLower(c) { return c >= "a" && c <= "z"; }

	function parts(word) {
		var list = [], start = 0;
		function cut(end) {
			if (end > start) list.push(lower(word.slice(start, end)));
			start = end;
		}
		for (var i = 0; i < word.length; i++) {
			var c = word[i];
			if (c === "_") {
				cut(i);
				start = i + 1;
			} else if (i !== start && isUpper(c)) {
				if (!isUpper(word[i - 1])) cut(i);
				else if (i + 1 < word.length && isLower(word[i + 1]) && !plural(word, i)) cut(i);
			}
		}
		cut(word.length);
		return list;
	}

	function plural(word, i) { return word[i + 1] === "s" && (i + 2 === word.length || isUpper(word[i + 2]) || word[i + 2] === "_"); }

	function stem(w) {
		if (w.length < 4 || /[0-9_]/.test(w)) return w;
		w = singular(w);
		if (/ing$/.test(w) && w.length >= 6 && /[aeiouy]/.test(w.slice(0, -3))) w = undouble(w.slice(0, -3));
		else if (/ed$/.test(w) && w.length >= 5 && /[aeiouy]/.test(w.slice(0, -2))) w = undouble(w.slice(0, -2));
		return w.length > 3 && /e$/.test(w) ? w.slice(0, -1) : w;
	}

	function singular(w) {
		if (!/[^sui]s$/.test(w)) return w;
		if (w.length > 4 && /ies$/.test(w)) return w.slice(0, -3) + "y";
		if (w.length > 4 && /(sses|xes|ches|shes)$/.test(w)) return w.slice(0, -2);
		return w.slice(0, -1);
	}

	function undouble(w) { return w.length > 3 && /([bdgmnprt])\1$/.test(w) ? w.slice(0, -1) : w; }

	// Queries: query.go

	function tagValue(s) {
		return lower(s).replace(/ /g, "_").replace(/[^!-~]|["\\]/g, "");
	}

	function parse(text) {
		text = printed(text.slice(0, MAX_QUERY).replace(/[^\x00-\x7f]/g, " "));
		var q = { words: [], filters: [], open: false, joined: "", path: "", inner: "", dotted: false, plain: false }, plain = "";
		text.split(/[\x00-\x20]+/).filter(Boolean).forEach(function (piece) {
			var f = parseFilter(piece);
			if (f) addFilter(q, f);
			plain += f ? " " : piece + " ";
		});
		plain = plain.replace(/ $/, "");
		q.open = /\w$/.test(plain) && /\w$/.test(text);
		join(q, plain);
		q.words = wordsOf(plain, true);
		if (!q.words.length) q.words = wordsOf(plain, false);
		q.plain = plain.indexOf(" ") >= 0 && !q.filters.length && !q.dotted && q.words.every(function (w) { return !w.parts.length; });
		return q;
	}

	// Lines that a program printed: printed.go

	var PRINTED = /^(?:[^:]*[0-9].* |.*panic serving [^ ]+ |[ \t]*)(?:(?:fatal error|panic|runtime error): +)+|^[ \t]*(?:runtime: +)+/;
	var PRINTED_END = / \[recovered[^\]]*\]$/;
	var STATE = /goroutine [0-9]+(?: [a-z]+=[^ ]*)* \[([^\],]+)/, NUMBER = /^(?:0[xX][0-9a-fA-F]+|[0-9]{4,})$/;
	var ROW = /^[ \t]*[0-9.]+[a-zA-Z]* +[0-9.]+% +(?:[0-9.]+[a-zA-Z%]* +)*([a-zA-Z_][^ ]*\.[^ ]+)/;

	function printed(text) {
		var m = STATE.exec(text) || ROW.exec(text);
		if (m) return m[1];
		m = PRINTED.exec(text);
		return (m ? text.slice(m[0].length) : text).replace(PRINTED_END, "") || text;
	}

	function parseFilter(piece) {
		for (var i = 0; i < KEYS.length; i++) {
			var key = KEYS[i];
			if (lower(piece).indexOf(key + ":") !== 0) continue;
			var value = tagValue(piece.slice(key.length + 1).replace(/^"+|"+$/g, ""));
			if (key === "kind" && Object.prototype.hasOwnProperty.call(KIND_WORDS, value)) value = KIND_WORDS[value];
			return value ? { key: key, values: [value] } : null;
		}
		return null;
	}

	function addFilter(q, f) {
		var same = q.filters.filter(function (g) { return g.key === f.key; })[0];
		if (same) same.values = same.values.concat(f.values);
		else q.filters.push(f);
	}

	function join(q, text) {
		var dot = text.indexOf(".");
		if (dot > 0 && /^[\w/]+$/.test(text.slice(0, dot))) {
			q.path = lower(text.slice(0, dot));
			q.inner = squeeze(text.slice(dot));
		}
		q.dotted = /\w\)?\./.test(text);
		if ((text.match(/\w+/g) || []).length >= 2) q.joined = squeeze(text);
		if (q.joined.length > LONGEST_JOINED) q.joined = q.inner = "";
	}

	function wordsOf(text, stop) {
		var list = [], seen = new Set(), runs = /\w+/g, m;
		while ((m = runs.exec(text))) {
			var run = m[0], w = whole(run);
			if (!w || w.length > MAX_TERM || seen.has(w) || list.length === MAX_WORDS || stop && (w === run && STOP.has(w) || NUMBER.test(run) && text[m.index - 1] !== ".")) continue;
			seen.add(w);
			var ps = parts(run);
			list.push({ text: w, term: index.term(w), parts: ps.length > 1 ? ps : [], qualifier: text[runs.lastIndex] === "." });
		}
		return list;
	}

	// The index: export.go

	var value = new Uint8Array(128);
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("").forEach(function (c, i) { value[c.charCodeAt(0)] = i; });

	function numbers(text) {
		var list = new Int32Array(text.length), n = 0, u = 0, shift = 0;
		for (var i = 0; i < text.length; i++) {
			var v = value[text.charCodeAt(i)];
			u |= (v & 31) << shift;
			shift += 5;
			if (v & 32) continue;
			list[n++] = u;
			u = shift = 0;
		}
		return list.subarray(0, n);
	}

	function check(text) {
		var h = 0x811c9dc5;
		for (var i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
		return h >>> 0;
	}

	/** @type {?{docs: number, terms: string[], rows: number[], kinds: string[][], absent: string, same: string[][], dict: string}} */
	var meta = null;
	var stamp = "", loaded = new Map(), missing = new Set(), same = new Map();

	sourcedive.search = function (name, from, sum, text) {
		if (check(text) !== sum || stamp && stamp !== from) return; // damaged, or of another build
		if (name === "meta") {
			meta = JSON.parse(text);
			stamp = from;
			meta.same.forEach(function (pair) { same.set(pair[0], pair[1]); });
			words.read(meta.dict);
			ranking.grow();
			loaded.set(name, true);
		} else loaded.set(name, name[0] === "r" ? text.split("\n") : table(name, text));
	};

	/** A part of terms or tags: the list of each. */
	function table(name, text) {
		var map = new Map(), last = "";
		text.split("\n").forEach(function (line) {
			var cut = line.lastIndexOf(" ");
			if (cut < 0) return;
			last = name[0] === "t" ? last.slice(0, value[line.charCodeAt(0)]) + line.slice(1, cut) : line.slice(0, cut);
			map.set(last, line.slice(cut + 1));
		});
		return map;
	}

	/** The last of sorted bounds that is not above x. */
	function partOf(bounds, x) {
		var low = 0, high = bounds.length;
		while (low < high) {
			var mid = low + high >> 1;
			if (bounds[mid] <= x) low = mid + 1;
			else high = mid;
		}
		return Math.max(low - 1, 0);
	}

	/** A part, or nothing: then it is noted as missing. */
	function part(name) {
		if (!loaded.has(name)) missing.add(name);
		return loaded.get(name);
	}

	var index = {
		/** What a word is looked up by. */
		term: function (w) { return words.term(stem(w)); },
		/** Numbers by twos: documents since the last, impact. */
		postings: function (t) {
			var p = part("t" + partOf(meta.terms, t)), text = p && p.get(t);
			return numbers(text || "");
		},
		/** Ranges of documents: from, behind. */
		tag: function (t) {
			var key = t.slice(0, t.indexOf(":")), p = part("g" + (key === "last" ? "pkg" : key));
			return spansOf(p && p.get(t) || "");
		}
	};

	function spansOf(text) {
		var list = numbers(text), spans = [], at = 0;
		for (var i = 0; i < list.length; i += 2) {
			var from = at + list[i];
			at = from + list[i + 1];
			spans.push([from, at]);
		}
		return spans;
	}

	// The dictionary: dictionary.go

	var words = {
		list: [], masks: [], name: [],
		read: function (text) {
			var last = "", start = 0;
			for (var i = 1; i < text.length; i++) {
				var c = text[i];
				if (c !== "!" && c !== ".") continue;
				last = last.slice(0, value[text.charCodeAt(start)]) + text.slice(start + 1, i);
				this.list.push(last);
				this.masks.push(letters(last));
				this.name.push(c === "!");
				start = ++i;
			}
		},
		term: function (w) { return same.has(w) ? same.get(w) : w; },
		find: function (w) {
			var i = partOf(this.list, w);
			return this.list[i] === w ? i : -1;
		},
		isName: function (w) {
			var i = this.find(w);
			return i >= 0 && this.name[i];
		},
		prefixed: function (w, most) {
			var i = partOf(this.list, w), list = [];
			if (this.list[i] < w) i++;
			for (; i < this.list.length && this.list[i].slice(0, w.length) === w; i++) if (this.list[i].length > w.length) list.push(this.list[i]);
			return list.sort(function (a, b) { return a.length - b.length || (a < b ? -1 : 1); }).slice(0, most);
		},
		near: function (w, stemmed, nearest, most) {
			var list = [], mine = letters(w), stems = letters(stemmed), two = stemmed !== w;
			for (var i = 0; i < this.list.length; i++) {
				var c = this.list[i], mask = this.masks[i];
				var d = apart(w, mine, c, mask, nearest);
				if (two && d) d = Math.min(d, apart(stemmed, stems, c, mask, nearest));
				if (d > nearest) continue;
				if (d < nearest) {
					nearest = d;
					list = [];
				}
				list.push(c);
			}
			return list.sort(function (a, b) {
				return (a[0] !== w[0]) - (b[0] !== w[0]) || Math.abs(a.length - w.length) - Math.abs(b.length - w.length) || (a < b ? -1 : 1);
			}).slice(0, most);
		},
		halves: function (w) {
			for (var i = w.length - 3; i >= 3; i--) {
				var a = stem(w.slice(0, i)), b = stem(w.slice(i));
				if (this.find(a) >= 0 && this.find(b) >= 0) return [a, b];
			}
			return [];
		}
	};

	function letters(w) {
		var set = 0;
		for (var i = 0; i < w.length; i++) set |= 1 << (w.charCodeAt(i) & 31);
		return set;
	}

	function apart(a, mine, b, mask, most) {
		var n = a.length - b.length;
		if (n > most || -n > most) return most + 1;
		n = mine ^ mask;
		n -= n >>> 1 & 0x55555555;
		n = (n & 0x33333333) + (n >>> 2 & 0x33333333);
		n = Math.imul(n + (n >>> 4) & 0x0f0f0f0f, 0x01010101) >>> 24;
		return n > 2 * most ? most + 1 : distance(a, b);
	}

	var older = new Uint8Array(128), old = new Uint8Array(128), row = new Uint8Array(128);
	function distance(a, b) {
		for (var j = 0; j <= b.length; j++) old[j] = j;
		for (var i = 1; i <= a.length; i++) {
			var x = a.charCodeAt(i - 1), before = i > 1 ? a.charCodeAt(i - 2) : -1, last = -1;
			row[0] = i;
			for (j = 1; j <= b.length; j++) {
				var y = b.charCodeAt(j - 1), n = old[j - 1] + (x === y ? 0 : 1);
				if (old[j] < n) n = old[j] + 1;
				if (row[j - 1] < n) n = row[j - 1] + 1;
				if (x === last && before === y && older[j - 2] < n) n = older[j - 2] + 1;
				row[j] = n;
				last = y;
			}
			var spare = older;
			older = old;
			old = row;
			row = spare;
		}
		return old[b.length];
	}

	// Ranking: rank.go

	var ranking = {
		grow: function () {
			this.best = new Int32Array(meta.docs);
			this.sum = new Int32Array(meta.docs);
			this.matched = new Uint8Array(meta.docs);
		},

		run: function (q, limit) {
			this.sum.fill(0);
			this.best.fill(0);
			this.matched.fill(0);
			this.touched = [];
			this.found = [];
			q.words.forEach(function (w, i) {
				this.word(w, q.open && i === q.words.length - 1);
				this.take();
			}, this);
			this.joined(q);
			var passes = this.filters(q);
			if (!q.words.length && q.filters.length) return this.listed(passes, limit);
			var out = this.outcome(q.words.length, passes, limit);
			if (q.plain) out.read = this.read(q.words.length);
			if (!out.total) out.near = this.nearest(q);
			return out;
		},

		add: function (term, weight) {
			var list = index.postings(term), doc = -1;
			for (var i = 0; i < list.length; i += 2) {
				doc += list[i] + 1;
				this.put(doc, list[i + 1] * weight);
			}
			return list.length / 2;
		},

		put: function (doc, score) {
			if (!this.best[doc]) this.touched.push(doc);
			if (score > this.best[doc]) this.best[doc] = score;
		},

		take: function () {
			this.touched.forEach(function (doc) {
				if (!this.matched[doc]) this.found.push(doc);
				this.sum[doc] += this.best[doc];
				this.matched[doc]++;
				this.best[doc] = 0;
			}, this);
			this.touched = [];
		},

		word: function (w, open) {
			var before = missing.size, exact = this.add(w.text, EXACT), longer = 0;
			if (w.term !== w.text) exact += this.add(w.term, EXACT);
			if (w.qualifier) exact += this.pkg(w.text);
			if (missing.size > before) return; // it is not known yet what is exact
			if ((open || !exact) && w.text.length >= SHORTEST_PREFIX) longer = this.longer(w.text, exact > 0);
			if (exact) return this.doubtful(w, exact);
			if (!longer && missing.size === before) this.unknown(w, before);
		},

		pkg: function (w) {
			var n = 0;
			["pkg:", "last:"].forEach(function (key) {
				index.tag(key + w).forEach(function (s) {
					for (var doc = s[0]; doc < s[1]; doc++) this.put(doc, IMPACT * PACKAGE);
					n += s[1] - s[0];
				}, this);
			}, this);
			return n;
		},

		longer: function (w, exact) {
			var weight = exact ? LONGER : PREFIX, n = 0;
			words.prefixed(w, exact ? MOST_LONGER : MOST_PREFIXES).forEach(function (t) {
				n += this.add(words.term(t), Math.max(Math.floor(weight * w.length / t.length), 1));
			}, this);
			return n;
		},

		doubtful: function (w, exact) {
			if (words.find(w.text) < 0 && exact <= FEW && w.text.length >= LONG) this.near(w, 1);
		},

		near: function (w, tolerance) {
			words.near(w.text, w.term, tolerance, MOST_NEAR).forEach(function (t) {
				this.add(words.term(t), distance(w.text, t) > 1 ? NEAR / 2 : NEAR);
			}, this);
		},

		unknown: function (w, before) {
			this.near(w, /^[0-9]*$/.test(w.text) || w.text.length < 4 ? 0 : w.text.length < 8 ? 1 : 2);
			if (this.touched.length || missing.size > before) return;
			w.parts.forEach(function (p) { this.add(index.term(p), PARTS); }, this);
			if (this.touched.length || missing.size > before) return;
			words.halves(w.text).forEach(function (t) { this.add(words.term(t), NEAR); }, this);
		},

		joined: function (q) {
			if (q.joined && (q.dotted || words.isName(q.joined))) this.whole(q.joined, [[0, meta.docs]], q.words.length);
			if (!q.inner) return;
			var spans = index.tag("pkg:" + q.path);
			if (!spans.length) spans = index.tag("last:" + q.path);
			if (spans.length) this.whole(q.inner, spans, q.words.length);
		},

		whole: function (name, spans, count) {
			var list = index.postings(name), doc = -1, s = 0;
			for (var i = 0; i < list.length; i += 2) {
				doc += list[i] + 1;
				while (s < spans.length && spans[s][1] <= doc) s++;
				if (s === spans.length || doc < spans[s][0]) continue;
				if (!this.matched[doc]) this.found.push(doc);
				this.matched[doc] = count;
				this.sum[doc] = Math.max(this.sum[doc], list[i + 1] * JOINED * Math.max(count, 2));
			}
		},

		filters: function (q) {
			if (!q.filters.length) return null;
			var count = new Uint8Array(meta.docs);
			q.filters.forEach(function (f, i) {
				f.values.forEach(function (v) {
					[f.key].concat(f.key === "pkg" ? ["last"] : []).forEach(function (key) {
						index.tag(key + ":" + v).forEach(function (s) {
							for (var doc = s[0]; doc < s[1]; doc++) if (count[doc] === i) count[doc]++;
						});
					});
				});
			});
			return count.map(function (n) { return n === q.filters.length; });
		},

		listed: function (passes, limit) {
			var out = { hits: [], total: 0, near: [], read: [] };
			for (var doc = 0; doc < passes.length; doc++) {
				if (passes[doc] && out.total++ < limit) out.hits.push({ doc: doc, score: 0 });
			}
			return out;
		},

		outcome: function (count, passes, limit) {
			var most = 0, self = this;
			var found = passes ? this.found.filter(function (doc) { return passes[doc]; }) : this.found;
			found.forEach(function (doc) { if (self.matched[doc] > most) most = self.matched[doc]; });
			var hits = [];
			found.forEach(function (doc) {
				if (self.matched[doc] >= most - 1) hits.push({ doc: doc, score: self.scored(doc, count) });
			});
			var total = hits.length;
			return { hits: top(hits, limit), total: total, near: [], read: [] };
		},

		/** The best of what is written to be read and has most words. */
		read: function (count) {
			var most = 0, self = this, hits = [];
			this.found.forEach(function (doc) { most = Math.max(most, self.matched[doc]); });
			meta.read.split(" ").forEach(function (text) {
				spansOf(text).forEach(function (s) {
					for (var doc = s[0]; doc < s[1]; doc++) if (most && self.matched[doc] === most) hits.push({ doc: doc, score: self.scored(doc, count) });
				});
			});
			return top(hits, MOST_READ);
		},

		scored: function (doc, count) {
			var m = this.matched[doc];
			return this.sum[doc] * m * m * m * m / (count * count * count * count * EXACT * SCALE);
		},

		nearest: function (q) {
			var names = [];
			q.words.forEach(function (w) {
				if (w.text.length > 2) names = names.concat(words.near(w.text, w.term, 2 + Math.floor(w.text.length / 4), 3));
			});
			return names.slice(0, 5);
		}
	};

	/** The first of hits in order; the rest is not sorted. */
	function top(hits, limit) {
		function order(a, b) { return b.score - a.score || a.doc - b.doc; }
		if (hits.length > 8 * limit) {
			var scores = Float64Array.from(hits, function (h) { return h.score; }).sort(), least = scores[scores.length - limit];
			hits = hits.filter(function (h) { return h.score >= least; });
		}
		return hits.sort(order).slice(0, limit);
	}

	// Rows: export.go

	/** What a result shows; nothing while its part is missing. */
	function rowOf(doc) {
		var n = partOf(meta.rows, doc), lines = part("r" + n);
		if (!lines) return null;
		var at = meta.rows[n] - 1, file = "", pkg = "", line = 0;
		for (var i = 0; ; i++) {
			var f = lines[i].split("\t");
			if (f[0][0] === "/") {
				file = f[0].slice(1);
				pkg = f.length > 1 ? f[1] : file.slice(0, Math.max(file.lastIndexOf("/"), 0));
				line = 0;
				continue;
			}
			line += numbers(f[1] || "")[0] || 0;
			if (++at < doc) continue;
			var kind = meta.kinds[value[f[0].charCodeAt(0)]], title = f[0].slice(1) || file;
			return {
				kind: kind[0], group: kind[1], title: title, pkg: pkg, file: file, line: line,
				url: address(kind[0], title, pkg, file, line, f[2] || ""), lead: f[3] === "~" ? meta.absent : f[3] || ""
			};
		}
	}

	function address(kind, title, pkg, file, line, at) {
		var plain = title.replace(/\(\*|\)|\[\.\.\.\]/g, ""), dot = plain.indexOf(".");
		if (at === "#") return "src/" + file + ".html#L" + line;
		if (at[0] === "@") return "func/" + pkg + "/" + at.slice(1) + ".html#L" + line;
		if (at) return at.slice(1);
		switch (kind) {
		case "type": return "type/" + pkg + "/" + plain + ".html";
		case "field": case "abstract method": return "type/" + pkg + "/" + plain.slice(0, dot) + ".html#f." + plain.slice(dot + 1);
		case "const": case "var": return "src/" + file + ".html#" + plain;
		case "file": return "src/" + file + ".html";
		case "package": return "pkg/" + pkg + ".html";
		}
		return "func/" + pkg + "/" + plain + ".html";
	}

	/** Loads parts; done gets those that did not come. */
	function fetchParts(names, done) {
		var left = names.length, failed = [];
		names.forEach(function (name) {
			sourcedive.load("search/" + name + ".js", function () {
				if (!loaded.has(name)) {
					failed.push(name);
					sourcedive.forget("search/" + name + ".js");
				}
				if (--left === 0) done(failed);
			});
		});
	}

	/** Finds the best documents. A run that lacks parts is repeated when they are here. */
	sourcedive.find = function (text, limit, done) {
		var query = null;
		(function again() {
			missing.clear();
			var out = null;
			if (!meta) missing.add("meta");
			else {
				query = query || parse(text);
				out = ranking.run(query, limit);
				if (!missing.size) {
					out.rows = out.hits.map(function (h) { return rowOf(h.doc); });
					out.readRows = out.read.map(function (h) { return rowOf(h.doc); });
				}
			}
			if (!missing.size) {
				out.marks = needles(query);
				return done(out, []);
			}
			fetchParts(Array.from(missing), function (failed) { if (failed.length) done(null, failed); else again(); });
		})();
	};

	/** The texts that are marked in rows. */
	function needles(query) {
		var list = [];
		query.words.forEach(function (w) {
			[w.text, stem(w.text)].concat(w.parts).forEach(function (n) { if (n.length > 1) list.push(n); });
		});
		return list.sort(function (a, b) { return b.length - a.length; });
	}

	sourcedive.prepareSearch = function () { if (!meta) fetchParts(["meta"], function () {}); };
	sourcedive.lower = lower;
	sourcedive.longestQuery = MAX_QUERY;
})();
