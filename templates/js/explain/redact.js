// A copy of a text for others to see: internal/explain/redact.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { trimSpace, trimLeft, trim, hasAny, fields, cut, before, isDigit, replaceFirst } = x;
	const redacted = "redacted", HOLE = "\x00", goroot = "/usr/local" + "/go"; // in two, for no page may hold this machine's path

	/** Takes and gives a string of bytes, step by step. */
	x.redact = function* (engine, input) {
		const p = yield* x.parse(yield* x.peel(input), engine.matcher);
		const r = new Redactor(engine.index), kinds = new Array(p.lines.length).fill(null);
		for (const it of p.items) {
			for (let k = it.from; k <= it.to; k++) if (!kinds[k] || !it.stack) kinds[k] = it;
		}
		const out = [];
		for (let i = 0; i < p.lines.length; i++) {
			if ((i & 127) === 0) yield;
			const text = r.line(p.lines[i].text, i, kinds[i]);
			out.push(i > 0 && p.lines[i].stream !== p.lines[i - 1].stream ? "\n" + text : text);
		}
		return out.join("\n") + "\n";
	};

	class Redactor {
		constructor(index) {
			this.names = new Map();
			this.index = index;
		}

		line(s, i, it) {
			if (s.length > x.maxLine) s = s.slice(0, x.maxLine);
			const t = trimSpace(s);
			if (!it) return t;
			if (it.kind === "unknown") return redacted;
			if (it.message) return this.message(s, t, i, it.message);
			return it.stack ? this.stackLine(s, t) : this.other(s, t, it.kind);
		}

		name(s) {
			if (s === "" || s === "main" || s === "init") return s;
			if (!this.names.has(s)) this.names.set(s, "n" + (this.names.size + 1));
			return this.names.get(s);
		}

		fn(fn) {
			if (x.isStd(fn)) return fn;
			let args = "";
			const i = fn.indexOf("[");
			if (i >= 0 && fn.includes("]", i)) {
				args = "[...]";
				fn = fn.slice(0, i) + HOLE + fn.slice(fn.lastIndexOf("]") + 1);
			}
			const dot = fn.indexOf(".", fn.lastIndexOf("/") + 1);
			const out = dot < 0 ? this.parts(fn, "/") : this.parts(fn.slice(0, dot), "/") + "." + this.parts(fn.slice(dot + 1), ".");
			return replaceFirst(out, HOLE, args);
		}

		parts(s, sep) {
			return s.split(sep).map((p) => {
				let open = "", shut = "";
				if (p.startsWith("(*")) {
					open = "(*";
					p = p.slice(2);
				}
				for (const suffix of [HOLE, ")", "-fm"]) {
					if (!p.endsWith(suffix)) continue;
					p = p.slice(0, -suffix.length);
					shut = suffix + shut;
				}
				if (p !== "" && !isDigit(p, 0) && (sep === "/" || x.methodPart(p))) p = this.name(p);
				return open + p + shut;
			}).join(sep);
		}

		path(path) {
			let slashed = path.replaceAll("\\", "/"), drive = "";
			const std = this.index.stdFile(path);
			if (std !== "") return this.stdPath(path, slashed.slice(0, slashed.length - std.length), std);
			if (path.startsWith("<") || path === "??") return path;
			if (slashed.length > 3 && slashed.slice(1, 3) === ":/") {
				drive = slashed.slice(0, 3);
				slashed = slashed.slice(3);
			}
			const i = slashed.lastIndexOf("/") + 1, dir = slashed.slice(0, i);
			let base = slashed.slice(i), ext = "";
			const j = base.lastIndexOf(".");
			if (j > 0) {
				ext = base.slice(j);
				base = base.slice(0, j);
			}
			if (dir.endsWith("/src/runtime/")) return drive + "/src/runtime/" + base + ext;
			if (base.startsWith("_cgo_")) return base + ext;
			return drive + this.parts(dir, "/") + this.name(base) + ext;
		}

		stdPath(path, root, std) {
			const version = x.pathVersion(this.index, path);
			if (root === "") return path;
			if (version !== "") return "/" + version + "/src/" + std;
			if (root.length > 3 && root.slice(1, 3) === ":/") return "C:/go/src/" + std;
			return x.builderPaths.includes(root) ? path : goroot + "/src/" + std;
		}

		stackLine(s, t) {
			const st = x.header(t, true);
			if (st) return st.labels === "" ? t : replaceFirst(t, st.labels, '"' + redacted + '": "' + redacted + '"');
			const made = x.creation(t);
			if (made) return "created by " + this.fn(made[0]) + (made[1] >= 0 ? " in goroutine " + made[1] : "");
			const f = x.position(s, true);
			if (f) return this.position(s, f);
			const call = x.function(t, true, true);
			return call ? this.fn(call[0]) + t.slice(call[0].length) : t;
		}

		position(s, f) {
			const i = s.indexOf(f.file);
			if (f.file === "" || i < 0) return "\t" + trimSpace(s);
			return "\t" + this.path(f.file) + s.slice(i + f.file.length);
		}

		message(s, t, i, msg) {
			if (i !== msg.from) return redacted;
			const indent = s.slice(0, s.length - trimLeft(s, " \t").length);
			if (msg.matches.length === 0) {
				return indent + (msg.kind === "panic" ? "panic: " : "fatal error: ") + redacted + (msg.recovered !== "" ? " " + msg.recovered : "");
			}
			let out = t;
			const at = t.indexOf(msg.body);
			if (at > 0 && !hasAny(t, "panic: ", "fatal error: ")) {
				out = t.slice(at);
				if (t.slice(0, at).endsWith("runtime error: ")) out = "runtime error: " + out;
			}
			for (const c of msg.matches[0].caps) {
				const v = this.value(c.value);
				if (v !== c.value && c.value !== "") out = replaceFirst(out, c.value, v);
			}
			return indent + out;
		}

		value(s) {
			return s.split(" ").map((w) => {
				if (w === "" || x.number(trim(w, ",.;:()[]")) !== null || w.includes("0x")) return w;
				if (w.includes(".") && x.functionName(w, true)) return this.fn(w);
				return w.includes("/") ? redacted : w;
			}).join(" ");
		}

		other(s, t, kind) {
			switch (kind) {
			case "profile": {
				const f = x.profileFrame(t);
				if (f) {
					const w = fields(t), c = cut(w[2], "+0x") || [w[2], ""];
					return "#\t" + w[1] + "\t" + this.fn(c[0]) + "+0x" + c[1] + "\t" + replaceFirst(w[3], f.file, this.path(f.file));
				}
				if (t.startsWith("# labels:")) return "# labels: {}";
				break;
			}
			case "pprof": return this.pprofLine(s, t);
			case "strace": return dropQuoted(t);
			case "memstats":
				if (t.startsWith('"cmdline"')) return '"cmdline": [],';
				break;
			case "tool": return toolLine(t);
			case "memory": return this.symbols(t);
			case "gc": {
				const w = fields(t);
				if (w.length > 1 && w[0] === "init" && !x.stdRoots.has(before(w[1], "/"))) {
					w[1] = this.parts(w[1], "/");
					return w.join(" ");
				}
			}
			}
			return t;
		}

		pprofLine(s, t) {
			const row = x.readRow(t);
			if (!row) {
				for (const head of ["(pprof)", "File: ", "Build ID: ", "Active filters:", "Fetching profile ", "Saved profile ", "ROUTINE ===="]) {
					if (t.startsWith(head)) return head + " " + redacted;
				}
				if (x.traceRow(s)) return "   " + fields(t).map((w) => x.functionName(w, false) ? this.fn(w) : w).join(" ");
				return t;
			}
			const f = fields(t), i = x.perfColumn(f);
			if (i > 0) return f[0] + "  " + redacted + "  " + redacted + "  " + f[i] + " " + this.fn(row.name);
			const indent = s.slice(0, s.length - trimLeft(s, " ").length), c = cut(t, row.name);
			const rest = row.file !== "" ? replaceFirst(c[1], row.file, this.path(row.file)) : c[1];
			return indent + c[0] + this.fn(row.name) + rest;
		}

		symbols(t) {
			let out = "";
			for (;;) {
				const c = cut(t, "<");
				if (!c) return out + t;
				out += c[0];
				const d = cut(c[1], ">");
				if (!d) return out + "<" + c[1];
				let name = d[0];
				const e = cut(name, "+");
				if (e && e[0] !== "" && x.functionName(e[0] + ".", true)) name = this.fn(e[0]) + "+" + e[1];
				out += "<" + name + ">";
				t = d[1];
			}
		}
	}

	function dropQuoted(t) {
		let out = "";
		for (;;) {
			const c = cut(t, '"');
			if (!c) return out + t;
			const rest = c[1];
			let i = 0;
			while (i < rest.length && rest[i] !== '"') i += rest[i] === "\\" ? 2 : 1;
			out += c[0] + '""';
			t = rest.slice(i + 1);
		}
	}

	function toolLine(t) {
		const head = ["--- FAIL", "--- PASS", "--- SKIP", "=== RUN", "=== CONT", "=== PAUSE", "=== NAME", "FAIL\t", "ok  \t", "?   \t"].find((h) => t.startsWith(h));
		return head ? head + " " + redacted : t;
	}
})();
