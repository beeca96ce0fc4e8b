// What internal/explain does, for a page: the same steps in the same order, with the same
// names, over the same tables, so that both give the same answer. Functions say here what
// differs from Go's; what they do is said there.
//
// A text is a string of bytes: each of its characters is one byte of UTF-8. So positions
// and lengths are those of the program, and a byte is tested where Go tests one. encode
// and decode go between such strings and those that a page shows. A pair (value, ok) of
// Go's is null where ok is false; cut gives null as well.
(function () {
	"use strict";

	const x = (window.sourcedive = window.sourcedive || {}).explain = {};

	x.isDigit = (s, i) => { const c = s.charCodeAt(i); return c >= 48 && c <= 57; };
	x.isHexDigit = (s, i) => { const c = s.charCodeAt(i); return c >= 48 && c <= 57 || c >= 97 && c <= 102 || c >= 65 && c <= 70; };
	x.isLetter = (s, i) => { const c = s.charCodeAt(i); return c >= 97 && c <= 122 || c >= 65 && c <= 90; };

	x.digits = function (s, i) {
		while (i < s.length && x.isDigit(s, i)) i++;
		return i;
	};

	x.hexNumber = function (s, i) {
		if (i + 2 >= s.length || s[i] !== "0" || s[i + 1] !== "x") return i;
		let j = i + 2;
		while (j < s.length && x.isHexDigit(s, j)) j++;
		return j === i + 2 ? i : j;
	};

	x.hexRun = function (t) {
		let i = 0;
		while (i < t.length && x.isHexDigit(t, i)) i++;
		return i;
	};

	x.maxDigits = 15;

	x.atoi = function (s) {
		if (s === "" || s.length > x.maxDigits) return -1;
		let n = 0;
		for (let i = 0; i < s.length; i++) {
			if (!x.isDigit(s, i)) return -1;
			n = n * 10 + (s.charCodeAt(i) - 48);
		}
		return n;
	};

	x.number = function (s) {
		if (s.length > 40) return null;
		const end = x.hexNumber(s, 0);
		let value = 0, i = 0, sign = 1;
		if (end > 0 && end === s.length) {
			for (i = 2; i < s.length; i++) value = value * 16 + x.hexValue(s, i);
			return value;
		}
		if (s[0] === "-" || s[0] === "+") {
			if (s[0] === "-") sign = -1;
			i++;
		}
		const start = i;
		let scale = 1, point = false;
		for (; i < s.length; i++) {
			if (x.isDigit(s, i)) {
				value = value * 10 + (s.charCodeAt(i) - 48);
				if (point) scale *= 10;
			} else if (s[i] === "." && !point) point = true;
			else return null;
		}
		return i > start ? sign * value / scale : null;
	};

	/** What number() gives where Go's second value is not looked at. */
	x.valueOf = function (s) {
		const v = x.number(s);
		return v === null ? 0 : v;
	};

	x.hexValue = (s, i) => parseInt(s[i], 16);

	x.cut = function (s, sep) {
		const i = s.indexOf(sep);
		return i < 0 ? null : [s.slice(0, i), s.slice(i + sep.length)];
	};

	x.before = function (s, sep) {
		const i = s.indexOf(sep);
		return i < 0 ? s : s.slice(0, i);
	};

	x.between = function (s, before, after) {
		const i = s.indexOf(before);
		if (i < 0) return null;
		const rest = s.slice(i + before.length);
		if (after === "") return rest;
		const j = rest.indexOf(after);
		return j < 0 ? null : rest.slice(0, j);
	};

	/** What between() gives where Go's second value is not looked at. */
	x.within = function (s, before, after) {
		const i = s.indexOf(before);
		if (i < 0) return "";
		return x.before(s.slice(i + before.length), after);
	};

	x.field = function (s, key) {
		for (let from = 0; ;) {
			const i = s.indexOf(key + "=", from);
			if (i < 0) return "";
			if (i === 0 || s[i - 1] === " ") return x.before(s.slice(i + key.length + 1), " ");
			from = i + 1;
		}
	};

	x.lower = (s) => s.replace(/[A-Z]+/g, (w) => w.toLowerCase());
	x.sentenceCase = (s) => /^[a-z]/.test(s) ? s[0].toUpperCase() + s.slice(1) : s;
	x.sentence = (s) => s === "" ? "" : x.trimSuffix(x.sentenceCase(s), ".") + ".";
	x.trimPrefix = (s, p) => s.startsWith(p) ? s.slice(p.length) : s;
	x.trimSuffix = (s, p) => p !== "" && s.endsWith(p) ? s.slice(0, -p.length) : s;
	x.hasAny = (s, ...words) => words.some((w) => s.startsWith(w));
	x.hasEnd = (s, ...ends) => ends.some((e) => s.endsWith(e));
	x.countOf = function (s, sep) {
		let n = 0;
		for (let i = s.indexOf(sep); i >= 0; i = s.indexOf(sep, i + sep.length)) n++;
		return n;
	};
	x.replaceFirst = (s, old, by) => { const i = s.indexOf(old); return i < 0 ? s : s.slice(0, i) + by + s.slice(i + old.length); };

	x.trimLeft = function (s, set) {
		let i = 0;
		while (i < s.length && set.includes(s[i])) i++;
		return i === 0 ? s : s.slice(i);
	};
	x.trimRight = function (s, set) {
		let i = s.length;
		if (i === 0 || !set.includes(s[i - 1])) return s;
		while (i > 0 && set.includes(s[i - 1])) i--;
		return i === s.length ? s : s.slice(0, i);
	};
	x.trim = (s, set) => x.trimLeft(x.trimRight(s, set), set);

	// Spaces beyond ASCII, as bytes.
	const wide = new Set(["\xc2\x85", "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"]);
	for (let c = 0x80; c <= 0x8a; c++) wide.add("\xe2\x80" + String.fromCharCode(c));

	/** How many bytes a space at i has; 0 if there is none. */
	function spaceAt(s, i) {
		const c = s.charCodeAt(i);
		if (c === 32 || c >= 9 && c <= 13) return 1;
		if (c < 0xc2 || c > 0xe3) return 0;
		return wide.has(s.slice(i, i + 2)) ? 2 : wide.has(s.slice(i, i + 3)) ? 3 : 0;
	}

	function spaceBefore(s, i) {
		const c = s.charCodeAt(i - 1);
		if (c === 32 || c >= 9 && c <= 13) return 1;
		if (c < 0x80 || c > 0xaf) return 0;
		return i > 1 && wide.has(s.slice(i - 2, i)) ? 2 : i > 2 && wide.has(s.slice(i - 3, i)) ? 3 : 0;
	}

	x.trimSpace = function (s) {
		let i = 0, j = s.length, n;
		while (i < j && (n = spaceAt(s, i)) > 0) i += n;
		while (j > i && (n = spaceBefore(s, j)) > 0) j -= n;
		return i === 0 && j === s.length ? s : s.slice(i, j);
	};

	x.fields = function (s) {
		const out = [];
		for (let i = 0; i < s.length;) {
			let n = spaceAt(s, i);
			if (n > 0) { i += n; continue; }
			const start = i;
			while (i < s.length && spaceAt(s, i) === 0) i++;
			out.push(s.slice(start, i));
		}
		return out;
	};

	x.decimals = function (v, n) {
		const power = 10 ** n, sign = v < 0 ? "-" : "";
		v = Math.floor(Math.abs(v) * power + 0.5);
		const whole = Math.floor(v / power);
		const out = sign + BigInt(whole);
		return n === 0 ? out : out + "." + String(BigInt(v - whole * power)).padStart(n, "0");
	};

	x.brief = function (v, digits) {
		let n = digits - 1, y = Math.abs(v);
		for (; y >= 10 && n > 0; y /= 10) n--;
		for (y = Math.abs(v); y > 0 && y < 1 && n < 8; y *= 10) n++;
		const out = x.decimals(v, n);
		return n === 0 ? out : x.trimRight(x.trimRight(out, "0"), ".");
	};

	/** Characters as bytes. What is half of a character becomes U+FFFD, as in Go. */
	x.encode = function (text) {
		if (/^[\x00-\x7f]*$/.test(text)) return text;
		return unescape(encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd")));
	};

	/** Bytes as characters. A byte that is none of a character becomes U+FFFD, as in Go. */
	x.decode = function (s) {
		if (!/[^\x00-\x7f]/.test(s)) return s;
		try { return decodeURIComponent(escape(s)); } catch (e) { return decodeBroken(s); }
	};

	function decodeBroken(s) {
		let out = "";
		for (let i = 0; i < s.length;) {
			const n = runeLen(s, i);
			out += n === 0 ? "\ufffd" : n === 1 ? s[i] : decodeURIComponent(escape(s.slice(i, i + n)));
			i += n || 1;
		}
		return out;
	}

	/** How many bytes the character at i has, 0 if there is none. */
	function runeLen(s, i) {
		const c = s.charCodeAt(i), second = s.charCodeAt(i + 1);
		const rest = (from, to) => { for (let k = from; k < to; k++) { const d = s.charCodeAt(i + k); if (!(d >= 0x80 && d <= 0xbf)) return false; } return true; };
		if (c < 0x80) return 1;
		if (c >= 0xc2 && c <= 0xdf) return rest(1, 2) ? 2 : 0;
		if (c >= 0xe0 && c <= 0xef) return second >= (c === 0xe0 ? 0xa0 : 0x80) && second <= (c === 0xed ? 0x9f : 0xbf) && rest(2, 3) ? 3 : 0;
		if (c >= 0xf0 && c <= 0xf4) return second >= (c === 0xf0 ? 0x90 : 0x80) && second <= (c === 0xf4 ? 0x8f : 0xbf) && rest(2, 4) ? 4 : 0;
		return 0;
	}

	x.cutText = function (s, n) {
		if (s.length <= n) return s;
		while (n > 0 && (s.charCodeAt(n) & 0xc0) === 0x80) n--;
		return s.slice(0, n) + "\xe2\x80\xa6";
	};

	x.count = (n, what) => n === 1 ? "one " + what : n + " " + what + "s";
	x.last = (list) => list[list.length - 1];
})();
