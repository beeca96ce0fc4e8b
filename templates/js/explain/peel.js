// What logs put around the lines of a program is taken off: internal/explain/peel.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { isDigit, isLetter, digits, cut, trimRight, trimSpace, trimSuffix, hasAny } = x;
	const maxPrefix = 200;

	x.peel = function* (input) {
		const lines = [], st = { text: "", src: 0, last: 0 };
		let src = 0, at = input.startsWith("\xef\xbb\xbf") ? 3 : 0;
		let plain = false, upTo = at; // whether the lines up to there are plain
		while (at < input.length) {
			if (at === upTo) {
				upTo = input.indexOf("\n", at + MANY) + 1 || input.length;
				plain = plainLines(input.slice(at, upTo));
				yield;
			}
			let end = input.indexOf("\n", at);
			if (end < 0) end = input.length;
			const text = plain ? trimRight(input.slice(at, end), "\r") : clean(input.slice(at, end));
			at = Math.min(end + 1, input.length);
			if ((++src & 255) === 0 || text.length > 4096) yield;
			if (plain) {
				lines.push({ text, src, more: 0, stream: 0 });
				continue;
			}
			if (write(st, text, src, lines)) continue;
			for (const t of openCarrier(text, carriers)) lines.push({ text: t, src, more: 0, stream: 0 });
		}
		if (st.text !== "") lines.push({ text: st.text, src: st.src, more: st.last - st.src, stream: 0 });
		yield* stripPrefixes(lines);
		return yield* byStream(lines);
	};

	const MANY = 1 << 16;
	const openings = ["\x1b", "&", '{"', "#01", "\\n", 'write(2, "'];
	const plainLines = (s) => !openings.some((sign) => s.includes(sign));

	const html = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&#39;": "'", "&nbsp;": " ", "&amp;": "&" };

	function clean(s) {
		s = trimRight(s, "\r");
		if (s.includes("\x1b")) s = dropEscapes(s);
		if (s.includes("&") && s.includes(";")) s = s.replace(/&(?:lt|gt|quot|#34|#39|nbsp|amp);/g, (e) => html[e]);
		return s;
	}

	function dropEscapes(s) {
		return s.replace(/\x1b(?:\[[^A-Za-z]*[A-Za-z]?)?/g, "");
	}

	const carrierFields = ["log", "message", "msg", "MESSAGE", "textPayload", "line", "content", "text", "error", "stacktrace", "stack"];

	const carriers = 3;

	/** The lines that one line carries: itself, if it is no carrier. */
	function openCarrier(s, depth) {
		const list = openOne(s);
		return depth === 0 || list.length === 1 && list[0] === s ? list : list.flatMap((t) => openCarrier(t, depth - 1));
	}

	function openOne(s) {
		const t = trimSpace(s), texts = quotedLines(s);
		if (texts) return texts;
		if (t.startsWith('{"') && t.endsWith("}")) {
			const text = carried(t);
			if (text) return trimSuffix(text, "\n").split("\n");
		}
		if (s.includes("#012")) return s.replaceAll("#011", "\t").replaceAll("#012", "\n").split("\n");
		if (s.includes("#011")) return [s.replaceAll("#011", "\t")];
		if (s.includes("\\n") && escapedLines(s)) return unescapeText(s).split("\n");
		return [s];
	}

	function carried(t) {
		let record;
		try { record = JSON.parse(x.decode(t)); } catch (e) { return ""; }
		for (const name of carrierFields) {
			if (Object.hasOwn(record, name) && typeof record[name] === "string" && record[name] !== "") return x.encode(record[name]);
		}
		return "";
	}

	/** The lines of those strings in quotes whose escapes hide lines of the runtime's, or null. */
	function quotedLines(s) {
		if (!s.includes("\\n")) return null;
		const out = [];
		let found = false;
		for (let i = 0; i < s.length; i++) {
			if (s[i] !== '"' || i > 0 && s[i - 1] === "\\") continue;
			let end = i + 1;
			while (end < s.length && s[end] !== '"') end += s[end] === "\\" ? 2 : 1;
			if (end >= s.length) break;
			const raw = s.slice(i + 1, end), lines = escapedLines(raw);
			found = found || lines;
			if (lines || anchorAt(raw.slice(0, maxPrefix)) === 0) out.push(...trimSuffix(unescapeText(raw), "\n").split("\n"));
			i = end;
		}
		return found ? out : null;
	}

	function escapedLines(s) {
		const parts = s.split("\\n");
		for (let i = 1; i < parts.length; i++) {
			const part = parts[i];
			if (part.startsWith("\\t") || anchorAt(trimSpace(part.slice(0, maxPrefix))) === 0) return true;
			const kind = x.form(part);
			if (kind === "signal" || kind === "sched" || kind === "gc") return true;
		}
		return false;
	}

	const escapes = { n: "\n", t: "\t", r: "", '"': '"', "\\": "\\", "'": "'", "/": "/" };

	const jsonEscapes = new Map([["u003c", "<"], ["u003e", ">"], ["u0026", "&"], ["u0027", "'"], ["u0009", "\t"], ["u001b", "\x1b"]]);

	function unescapeText(s) {
		let out = "";
		for (let from = 0; ;) {
			const i = s.indexOf("\\", from);
			if (i < 0 || i + 1 === s.length) return out + s.slice(from);
			const to = escapes[s[i + 1]], long = s[i + 1] === "u" ? jsonEscapes.get(s.slice(i + 1, i + 6)) : undefined;
			out += s.slice(from, i) + (long || (to === undefined ? s.slice(i, i + 2) : to));
			from = i + (long ? 6 : 2);
		}
	}

	function write(st, s, src, lines) {
		const i = s.indexOf('write(2, "');
		if (i < 0) return false;
		const before = s.slice(0, i);
		if (trimSpace(before) !== "" && !before.startsWith("[pid") && !isDigit(before, 0)) return false;
		const text = s.slice(i + 10);
		let end = 0;
		while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
		if (st.text === "") st.src = src;
		st.text += unescapeText(text.slice(0, end));
		st.last = src;
		for (;;) {
			const c = cut(st.text, "\n");
			if (!c) return true;
			lines.push({ text: c[0], src: st.src, more: src - st.src, stream: 0 });
			st.text = c[1];
			st.src = src;
		}
	}

	const anchors = [
		"goroutine #", "fatal error: ", "panic: ", "runtime: ", "runtime stack:", "created by ", "[signal SIG", "[originating from goroutine ",
		"SIGQUIT: quit", "SIGABRT: abort", "SIGSEGV: seg", "SIGBUS: bus", "SIGTRAP: trace", "SCHED #", "gc #", "scvg", "WARNING: DATA RACE",
		"runtime.goexit(", "main.main()", "runtime.throw(", "Exception 0x",
	].map((a) => ({ word: trimSuffix(a, "#"), digit: a.endsWith("#"), gc: a.startsWith("gc ") }));

	const anyAnchor = new RegExp(anchors.map((a) => a.word.replace(/[[().]/g, "\\$&")).join("|"));

	function anchorAt(s) {
		let best = -1;
		if (!anyAnchor.test(s)) return best;
		for (const { word, digit, gc } of anchors) {
			const i = s.indexOf(word);
			if (i < 0 || best >= 0 && i >= best) continue;
			if (digit && (i + word.length >= s.length || !isDigit(s, i + word.length))) continue;
			if (word === "goroutine ") {
				const after = s.slice(digits(s, i + word.length));
				if (after !== "" && !hasAny(after, " [", " gp=0x")) continue;
			}
			if (i > 0 && (isLetter(s, i - 1) || s[i - 1] === "." || s[i - 1] === "/")) continue;
			if (gc && !s.includes(" @")) continue;
			best = i;
		}
		return best;
	}

	function* stripPrefixes(lines) {
		const prefixes = [], seen = new Set();
		for (let i = 0; i < lines.length; i++) {
			if ((i & 1023) === 0) yield;
			const s = lines[i].text;
			if (s === "" || s[0] === "\t" || s.startsWith("goroutine ")) continue;
			const k = anchorAt(s.slice(0, 4 * maxPrefix));
			if (k <= 0 || k > maxPrefix || !likePrefix(s.slice(0, k))) continue;
			const prefix = trimRight(s.slice(0, k), "\t"), shape = shapeOf(prefix);
			if (prefix !== "" && !seen.has(shape) && seen.size < 64) {
				seen.add(shape);
				prefixes.push(prefix);
			}
		}
		if (prefixes.length === 0) return;
		const keys = new Map();
		let last = 0;
		for (let i = 0; i < lines.length; i++) {
			if ((i & 255) === 0) yield;
			const l = lines[i];
			let cutAt = 0;
			for (const p of prefixes) {
				const n = prefixEnd(p, l.text);
				if (n > cutAt) cutAt = n;
			}
			if (cutAt > 0) {
				const key = streamKey(l.text.slice(0, cutAt));
				if (!keys.has(key)) keys.set(key, keys.size);
				l.text = l.text.slice(cutAt);
				last = keys.get(key);
			}
			l.stream = last;
		}
		if (keys.size > 8 && keys.size * 5 > lines.length) for (const l of lines) l.stream = 0;
	}

	function likePrefix(p) {
		if (x.trim(p, " ") === "") return true;
		if (trimSpace(p) === "" || p.includes("...")) return false;
		if (x.hasEnd(p, "(", "`", "'")) return false;
		return /[0-9|>\]}]/.test(p) || p.endsWith(": ");
	}

	function shapeOf(p) {
		let out = "", end = "";
		for (let i = 0; i < p.length; i++) {
			const c = isDigit(p, i) ? "0" : p[i];
			if ((c === "0" || c === " ") && end === c) continue;
			out += end = c;
		}
		return out;
	}

	function prefixEnd(p, s) {
		let i = 0, j = 0;
		while (i < p.length) {
			if (isDigit(p, i)) {
				i = digits(p, i);
				const k = digits(s, j);
				if (k === j) return 0;
				j = k;
			} else if (p[i] === " ") {
				const start = i;
				while (i < p.length && p[i] === " ") i++;
				if (i === p.length) {
					for (let n = i - start; n > 0 && s[j] === " "; n--) j++;
					return start === 0 && j < i ? 0 : j;
				}
				if (s[j] !== " ") return 0;
				while (s[j] === " ") j++;
			} else {
				if (j >= s.length || s[j] !== p[i]) return 0;
				i++;
				j++;
			}
		}
		return j;
	}

	function streamKey(p) {
		let out = "";
		for (let i = 0; i < p.length;) {
			if (!isDigit(p, i)) {
				if (p[i] !== " ") out += p[i];
				i++;
				continue;
			}
			const end = digits(p, i);
			if (!timeDigits(p, i, end)) out += p.slice(i, end);
			i = end;
		}
		return out;
	}

	function timeDigits(p, i, end) {
		if (i > 0 && ":.,T/+".includes(p[i - 1]) || end < p.length && ":.,TZ/+".includes(p[end])) return true;
		if (p[end] === "-" && (i === 0 || !isLetter(p, i - 1))) return true;
		if (i > 1 && p[i - 1] === "-" && isDigit(p, i - 2)) return true;
		return i > 3 && p[i - 1] === " " && end + 3 < p.length && p[end] === " " && isDigit(p, end + 1) && p[end + 3] === ":";
	}

	function* byStream(lines) {
		let most = 0;
		for (const l of lines) most = Math.max(most, l.stream + 1);
		if (most < 2) return lines;
		const buckets = Array.from({ length: most }, () => []);
		yield;
		for (const l of lines) buckets[l.stream].push(l);
		yield;
		return buckets.flat();
	}

})();
