// On which platform a text was printed: internal/explain/platform.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { trimSpace, hexNumber, cut, trimPrefix, trimSuffix } = x;

	const knownOS = new Set("aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris wasip1 windows".split(" "));
	const knownArch = new Set("386 amd64 arm arm64 loong64 mips mipsle mips64 mips64le ppc64 ppc64le riscv64 s390x wasm".split(" "));

	x.findPlatform = function* (r) {
		r.platform = yield* platformOf(r, r.index);
		let [goos, arch = ""] = r.platform.split("/");
		if (goos !== "") return;
		let sign = "", at = 0;
		for (let k = 0; k < r.stacks.length; k++) {
			if ((k & 127) === 0) yield;
			const st = r.stacks[k], gp = "0x" + trimPrefix(st.gp, "0x");
			for (const f of st.frames) {
				if (f.file[1] === ":" && /^[A-Za-z]:[\\/]./.test(f.file) && r.index.stdFile(f.file) !== "") {
					goos = "windows";
					sign = "the standard library's paths begin with a drive: it was built on Windows";
					at = f.at;
				}
				for (const s of [f.args, gp]) {
					const j = s.indexOf("0x14000");
					if (j >= 0 && hexNumber(s, j) - j === 13 && (arch === "" || arch === "arm64")) {
						goos = "darwin";
						arch = "arm64";
						sign = "addresses begin with 0x14000, as on darwin/arm64";
						at = f.at;
					}
				}
			}
		}
		for (let i = 0; goos === "" && i < r.lines.length; i++) {
			if ((i & 4095) === 0) yield;
			if (r.lines[i].text.includes("b01dfacedebac1e")) {
				goos = "darwin";
				sign = "0xb01dfacedebac1e is an address that macOS plants";
				at = i;
			}
		}
		if (sign === "") return;
		r.platform = trimSuffix(goos + "/" + arch, "/");
		r.go.evidence.push({ what: sign, low: r.go.low, high: r.go.high, lines: [r.src(at)] });
	};

	const registerArch = { rax: "amd64", eax: "386", trap: "arm" };

	function* platformOf(p, index) {
		let goos = "", arch = "";
		for (let k = 0; k < p.stacks.length && (goos === "" || arch === ""); k++) {
			if ((k & 255) === 0) yield;
			for (const f of p.stacks[k].frames) {
				const std = index.stdFile(f.file);
				if (std === "") continue;
				const [o, a] = x.fileSystem(std);
				goos = goos || o;
				arch = arch || a;
			}
		}
		for (const it of p.items) {
			if (it.kind !== "signal" && it.kind !== "tool") continue;
			for (let i = it.from; i <= it.to; i++) {
				const t = trimSpace(p.lines[i].text);
				if (t.startsWith("Exception 0x") && goos === "") goos = "windows";
				if (arch === "") arch = registerArch[x.registerName(t)] || "";
				if (!t.startsWith("go version go")) continue;
				const f = x.fields(t.slice(13));
				const c = f.length > 1 ? cut(x.last(f), "/") : null;
				if (c && knownOS.has(c[0]) && knownArch.has(c[1])) return c[0] + "/" + c[1];
			}
		}
		if (goos !== "" && arch !== "") return goos + "/" + arch;
		return arch !== "" ? "/" + arch : goos;
	}

	const systems = new Map();

	/** Gives [goos, arch]. */
	x.fileSystem = function (file) {
		if (systems.has(file)) return systems.get(file);
		let goos = "", arch = "";
		for (const p of trimSuffix(trimSuffix(file.slice(file.lastIndexOf("/") + 1), ".go"), ".s").split("_").slice(1)) {
			if (knownOS.has(p)) goos = p;
			if (knownArch.has(p)) arch = p;
		}
		systems.set(file, [goos, arch]);
		return [goos, arch];
	};

	const same = { android: "linux", ios: "darwin", illumos: "solaris" };

	x.systemFits = function (list, platform) {
		let [goos, arch = ""] = platform.split("/");
		if (goos === "") return true;
		goos = same[goos] || goos;
		return x.fields(list).some(function (s) {
			const [o, a = ""] = s.split("/");
			return o === goos && (a === "" || arch === "" || a === arch);
		});
	};
})();
