// Which function a line of the standard library belongs to, in every release:
// internal/explain/lineindex.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { isDigit, fields, atoi } = x;
	const absent = -(2 ** 30);

	x.newLineIndex = (t) => new LineIndex(t);

	class LineIndex {
		constructor(t) {
			this.minors = t.minors.length;
			this.files = t.files; // name → the text of its functions, not read yet
			this.read = new Map();
			this.dirs = new Map();
			this.std = new Map();
			this.same = new Map();
			for (const name of this.files.keys()) {
				const dir = name.slice(0, name.lastIndexOf("/"));
				if (!this.dirs.has(dir)) this.dirs.set(dir, []);
				this.dirs.get(dir).push(name);
			}
		}

		funcs(file) {
			let list = this.read.get(file);
			if (list) return list;
			const text = this.files.get(file);
			if (text === undefined) return [];
			const prev = new Array(this.minors).fill(0);
			list = JSON.parse(text).n.map((f) => {
				const start = new Array(this.minors).fill(0);
				readRuns(f.s, this.minors).forEach((gap, m) => {
					if (gap !== absent) start[m] = prev[m] += gap;
				});
				return { name: f.n, bodies: f.b, start };
			});
			this.read.set(file, list);
			return list;
		}

		line(file, fn, offset, minor) {
			for (const f of this.funcs(file)) if (f.name === fn && f.start[minor] > 0) return f.start[minor] + offset;
			return 0;
		}

		/** The releases in which the line belongs to the function, and there to a body that fits. */
		where(file, frameFunc, line, fits) {
			let mask = 0;
			for (const f of this.named(file, frameFunc)) {
				for (let m = 0; m < this.minors; m++) {
					const b = f.start[m] > 0 ? bodyIn(f, m) : null;
					if (b && line >= f.start[m] && line < f.start[m] + b.l && fits(b, line - f.start[m])) mask |= 1 << m;
				}
			}
			return mask;
		}

		/** The functions of a file that a frame can mean, kept for the next frame. */
		named(file, frameFunc) {
			const key = file + "\n" + frameFunc;
			let list = this.same.get(key);
			if (!list) {
				if (this.same.size > 20000) this.same.clear();
				this.same.set(key, list = this.funcs(file).filter((f) => x.sameFunc(f.name, frameFunc)));
			}
			return list;
		}

		inRange(file, frameFunc, line) { return this.where(file, frameFunc, line, () => true); }

		calling(file, frameFunc, line, callee) { return this.where(file, frameFunc, line, (b, at) => callsAt(b.c || "", at, callee)); }

		stdFile(path) {
			let std = this.std.get(path);
			if (std === undefined) {
				if (this.std.size > 20000) this.std.clear();
				this.std.set(path, std = this.findStd(path));
			}
			return std;
		}

		findStd(path) {
			path = path.replaceAll("\\", "/");
			if (this.files.has(path)) return path;
			for (let rest = path; ;) {
				const c = x.cut(rest, "/src/");
				if (!c) return "";
				if (this.files.has(c[1])) return c[1];
				rest = c[1];
			}
		}

		inDir(pkg) { return this.dirs.get(pkg) || []; }

		exists(fn) {
			const [pkg, name] = x.splitFunc(fn);
			let mask = 0;
			for (const file of this.inDir(pkg)) {
				for (const f of this.funcs(file)) if (f.name === name) f.start.forEach((s, m) => { if (s > 0) mask |= 1 << m; });
			}
			return mask;
		}
	}

	function readRuns(s, n) {
		const out = new Array(n).fill(absent);
		for (const run of fields(s)) {
			const c = x.cut(run, ":"), v = c ? c[1] : "";
			let value = absent;
			if (v.startsWith("-") && v !== "-") value = -atoi(v.slice(1));
			else if (!v.startsWith("-")) value = atoi(v);
			out.fill(value, Math.max(0, atoi(c ? c[0] : run)));
		}
		return out;
	}

	function bodyIn(f, minor) {
		let b = null;
		for (const k of f.bodies) if (k.m <= minor) b = k;
		return b;
	}

	function callsAt(calls, offset, callee) {
		let at = 0;
		for (const w of fields(calls)) {
			if (isDigit(w, 0)) {
				at += atoi(w);
				if (at > offset) return false;
			} else if (at === offset && sameName(w, callee)) return true;
		}
		return false;
	}

	function sameName(a, b) {
		if (a === b) return true;
		if (a.length < b.length) [a, b] = [b, a];
		return b.length > 2 && x.lower(a).endsWith(x.lower(b));
	}

	x.sameFunc = function (declared, frame) {
		const [pkg, name] = x.splitFunc(frame);
		if (declared === name || frame === "panic" && declared === "gopanic") return true;
		if (name.startsWith("init") && declared.startsWith("init.")) return true;
		if (declared.includes(").") || name.includes(").")) return false;
		return pkg !== "" && sameName(declared, name);
	};
})();
