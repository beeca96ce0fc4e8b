// Groups of goroutines, and who waits for whom: internal/explain/groups.go and waits.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { splitFunc, isDigit, digits, hexNumber, atoi, valueOf, fields, trimSpace, trimLeft } = x;

	x.stdRoots = new Set(("archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar " +
		"flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv " +
		"strings structs sync syscall testing text time unicode unique unsafe vendor weak").split(" "));

	x.isStd = function (fn) {
		if (fn === "panic" || fn === "" || fn.startsWith("non-Go")) return true;
		const i = rootEnd(fn);
		if (fn[i] !== "[" && !x.stdRoots.has(fn.slice(0, i))) return false;
		return x.stdRoots.has(x.before(splitFunc(fn)[0], "/"));
	};

	function rootEnd(fn) {
		let i = 0;
		while (i < fn.length && fn[i] !== "." && fn[i] !== "/" && fn[i] !== "[") i++;
		return i;
	}

	function where(f) {
		if (f.file === "") return f.fn;
		const file = f.file.includes("\\") ? f.file.replaceAll("\\", "/") : f.file;
		return f.fn + " " + file.slice(file.lastIndexOf("/") + 1) + ":" + f.line;
	}

	x.isGoroutine = (st) => st.id > 0 || st.id === 0 && st.state !== "idle" && st.gp === "";

	x.parkFuncs = new Set(["runtime.gopark", "runtime.goparkunlock", "runtime.systemstack_switch", "runtime.throw", "runtime.fatal", "runtime.goexit", "panic",
		"runtime.mcall", "runtime.main", "runtime.systemstack", "runtime.fatalthrow", "runtime.fatalthrow.func1", "runtime.fatalpanic"]);

	const nowhere = { fn: "", file: "", line: 0 };

	/** How many frames there are down to the last panic or fault. */
	const panicked = x.panicked = (st) => st.frames.reduce((n, f, i) => f.fn === "panic" || f.fn === "runtime.gopanic" || f.fn === "runtime.sigpanic" ? i + 1 : n, 0);

	/** The first frame of the program's own: of a goroutine that runs, below the last panic; or undefined. */
	x.own = function (st) {
		const from = st.state === "running" || st.state === "" ? panicked(st) : 0, own = (f) => !x.isStd(f.fn);
		return st.frames.slice(from).find(own) || st.frames.slice(0, from).find(own);
	};
	x.where = where;

	const top = x.top = (st) => x.own(st) || st.frames.find((f) => !x.parkFuncs.has(f.fn)) || nowhere;
	const isSystem = (st) => st.createdBy.fn === "" ? st.frames.length === 1 && st.frames[0].fn === "runtime.goexit" : st.createdBy.fn.startsWith("runtime.") && st.frames.every((f) => splitFunc(f.fn)[0] === "runtime");

	/** Whether a goroutine passes a filter: { state, minWait, with }, or null. */
	x.fits = function (only, st) {
		if (!only) return true;
		if (only.state !== "" && st.state !== only.state || st.minutes < only.minWait) return false;
		const want = x.lower(only.with), has = (f) => x.lower(f.fn).includes(want) || f.args.includes(want);
		return want === "" || has(st.createdBy) || st.frames.some(has);
	};

	x.groups = function* (p, only) {
		const byKey = new Map();
		for (let k = 0; k < p.stacks.length; k++) {
			if ((k & 127) === 0) yield;
			const st = p.stacks[k];
			if (!x.isGoroutine(st) || !x.fits(only, st)) continue;
			let key = st.state;
			for (const f of st.frames) key += "\n" + f.fn + " " + f.line;
			key += "\n" + st.createdBy.fn;
			let g = byKey.get(key);
			if (!g) {
				g = { kind: waitsAs(st), count: 0, reason: st.state, minWait: st.minutes, maxWait: 0, top: where(top(st)), createdBy: where(st.createdBy), goroutines: [] };
				byKey.set(key, g);
			}
			g.count++;
			g.minWait = Math.min(g.minWait, st.minutes);
			g.maxWait = Math.max(g.maxWait, st.minutes);
			g.goroutines.push(st.id);
		}
		const all = [...byKey.values()].concat(profileGroups(p, only));
		yield;
		for (const g of all) if (g.kind === "usual" && g.count >= 10) g.kind = "";
		yield;
		return all.sort((a, b) => kindRank(a.kind) - kindRank(b.kind) || b.count - a.count || stateRank(a.reason) - stateRank(b.reason));
	};

	const kindRank = (kind) => ["", "usual", "runtime"].indexOf(kind);

	function stateRank(state) {
		if (state === "running") return 0;
		if (x.hasAny(state, "semacquire", "sync.")) return 1;
		if (state.startsWith("chan send")) return 2;
		return x.hasAny(state, "chan receive", "select") ? 3 : 4;
	}

	const usualFuncs = new Set(["os/signal.signal_recv", "os/signal.loop", "syscall.wait4", "syscall.Wait4", "os.(*Process).wait", "os.(*Process).Wait",
		"internal/poll.(*FD).Accept", "net.(*TCPListener).Accept", "net.(*UnixListener).Accept"]);
	const idleStates = new Set(["chan receive", "select", "select (no cases)", "IO wait", "syscall", "sleep", "sync.WaitGroup.Wait"]);

	/** The kind of the group that a goroutine is in. */
	function waitsAs(st) {
		if (isSystem(st)) return "runtime";
		const idle = idleStates.has(st.state) && st.createdBy.fn === "";
		return st.frames.some((f) => usualFuncs.has(f.fn) || idle && f.fn === "main.main") ? "usual" : "";
	}

	x.originOf = (title) => title.startsWith("[originating from goroutine ") ? Math.max(0, atoi(title.slice(28, digits(title, 28)))) : 0;

	x.makers = function* (p, only) {
		const byId = new Map(), states = new Map(), made = new Set(), all = !only || only.state === "" && only.minWait === 0 && only.with === "";
		const add = function (maker, child) {
			if (maker <= 0 || child <= 0 || made.has(child)) return;
			made.add(child);
			const m = byId.get(maker);
			if (m) m.made.push(child);
			else byId.set(maker, { goroutine: maker, reason: "", made: [child] });
		};
		let child = 0;
		for (let k = 0; k < p.stacks.length; k++) {
			if ((k & 1023) === 0) yield;
			const st = p.stacks[k];
			if (st.origin > 0) {
				if (all) add(st.origin, child);
				child = st.origin;
			} else if (x.isGoroutine(st)) {
				states.set(st.id, st.state);
				if (x.fits(only, st) && !isSystem(st)) add(st.creator, st.id);
				child = st.id;
			} else child = 0;
		}
		yield;
		const out = [...byId.values()];
		for (const m of out) m.reason = states.get(m.goroutine) || "";
		return out.sort((a, b) => b.made.length - a.made.length);
	};

	x.profileStacks = function (p) {
		let found = false;
		for (const it of p.items) {
			if (it.kind !== "profile") continue;
			let st = null;
			for (let i = it.from; i <= it.to; i++) {
				const t = trimSpace(p.lines[i].text);
				if (t === "") continue;
				if (isDigit(t, 0)) {
					st = x.newStack("");
					st.count = atoi(t.slice(0, digits(t, 0)));
					st.from = st.to = i;
					st.profile = found = true;
					p.stacks.push(st);
					continue;
				}
				const f = st ? x.profileFrame(t) : null;
				if (!f) continue;
				f.at = st.to = i;
				st.frames.push(f);
			}
		}
		if (found) p.stacks.sort((a, b) => a.from - b.from);
	};

	x.profileFrame = function (t) {
		const w = fields(t);
		if (w.length < 4 || w[0] !== "#" || hexNumber(w[1], 0) !== w[1].length) return null;
		const f = x.position(w.slice(3).join(" "), true);
		return f && Object.assign(x.newFrame(x.before(w[2], "+0x")), f);
	};

	function profileGroups(p, only) {
		if (!p.items.some((it) => it.kind === "profile" && p.lines[it.from].text.includes("goroutine"))) return [];
		return p.stacks.filter((st) => st.profile && st.frames.length > 0 && x.fits(only, st)).map((st) => (
			{ kind: "", count: st.count, reason: "", minWait: 0, maxWait: 0, top: where(top(st)), createdBy: "", goroutines: [] }));
	}

	x.period = function (st) {
		const names = st.frames.slice(0, 64).map((f) => f.fn);
		for (let skip = 0; skip < Math.min(6, names.length); skip++) {
			const left = st.frames.length - skip;
			for (let n = 1; n * 3 <= left && n <= 12; n++) {
				let same = true;
				for (let i = 0; same && i < 2 * n; i++) same = names[skip + i] === names[skip + i + n];
				if (same) return names.slice(skip, skip + n);
			}
		}
		return null;
	};

	const lockFuncs = new Map(Object.entries({
		"sync.(*Mutex).Lock": "sync.Mutex", "sync.(*Mutex).lockSlow": "sync.Mutex",
		"internal/sync.(*Mutex).Lock": "sync.Mutex", "internal/sync.(*Mutex).lockSlow": "sync.Mutex",
		"sync.(*RWMutex).RLock": "sync.RWMutex to read", "sync.(*RWMutex).rLockSlow": "sync.RWMutex to read",
		"sync.(*RWMutex).Lock": "sync.RWMutex to write", "sync.(*WaitGroup).Wait": "sync.WaitGroup", "sync.(*Cond).Wait": "sync.Cond",
		"runtime.chanrecv": "channel to receive", "runtime.chanrecv1": "channel to receive", "runtime.chanrecv2": "channel to receive",
		"runtime.chansend": "channel to send", "runtime.chansend1": "channel to send",
	}));

	const notWaiting = new Set(["running", "runnable", "syscall", "idle", ""]);
	const waiters = new Set(["sync", "runtime", "internal/sync"]);
	const waiterPackage = (fn) => x.hasAny(fn, "sync", "runtime", "internal/sync") && waiters.has(splitFunc(fn)[0]);

	x.firstArg = function (args) {
		const end = hexNumber(args, 0);
		return end > 0 && (end === args.length || args[end] === ",") ? args.slice(0, end) : "";
	};

	/** Gives [what, address], kept with the stack. */
	function waitingFor(st) {
		if (st.waits) return st.waits;
		let out = ["", ""];
		for (let i = 0; !notWaiting.has(st.state) && i <= 8 && i < st.frames.length && waiterPackage(st.frames[i].fn); i++) {
			const label = lockFuncs.get(st.frames[i].fn);
			if (!label) continue;
			const a = x.firstArg(st.frames[i].args);
			if (a !== "" && a !== "0x0") out = [label, a];
		}
		return st.waits = out;
	}

	x.forLock = (w) => x.hasAny(w.for, "sync.Mutex", "sync.RWMutex");

	const near = 128, nearOwn = 4096, bucketOf = (addr) => Math.floor(valueOf(addr) / 256);

	x.waits = function* (p) {
		const out = [], holders = new Receivers();
		yield* holders.read(p);
		for (let k = 0; k < p.stacks.length; k++) {
			if ((k & 127) === 0) yield;
			const st = p.stacks[k];
			if (!x.isGoroutine(st)) continue;
			const [what, addr] = waitingFor(st);
			if (addr === "") continue;
			const w = { goroutine: st.id, for: what + " " + addr, holder: 0, certain: true };
			const h = x.forLock(w) ? holders.of(addr, st) : null;
			if (h) {
				w.holder = h.id;
				w.certain = false;
			}
			out.push(w);
		}
		return out;
	};

	const idles = new Set(["select", "IO wait", "chan receive", "sleep", "syscall"]);

	class Receivers {
		constructor() {
			this.at = new Map();
			this.buckets = new Map();
			this.found = new Map();
		}

		*read(p) {
			for (let k = 0; k < p.stacks.length; k++) {
				if ((k & 127) === 0) yield;
				const st = p.stacks[k];
				if (!x.isGoroutine(st)) continue;
				for (let i = 0; i < st.frames.length; i++) {
					const f = st.frames[i];
					if (!f.fn.includes(".(*") || x.isStd(f.fn)) continue;
					const a = x.firstArg(f.args);
					if (a === "" || a === "0x0" || a.length < 8) continue;
					let list = this.at.get(a);
					if (!list) {
						this.at.set(a, list = []);
						const b = bucketOf(a), same = this.buckets.get(b);
						if (same) same.push(a);
						else this.buckets.set(b, [a]);
					}
					list.push({ st, fn: f.fn, idle: i === st.frames.length - 1 && idles.has(st.state) });
				}
			}
		}

		/** The address below a lock that is nearest to it, or "". */
		below(lock) {
			const b = bucketOf(lock);
			let best = "";
			for (const k of [b, b - 1]) {
				for (const a of this.buckets.get(k) || []) if (compareHex(a, lock) < 0 && (best === "" || compareHex(a, best) > 0)) best = a;
				if (best !== "") break;
			}
			return best;
		}

		of(lock, st) {
			let [locker, base] = lockerOf(st);
			const value = valueOf(lock), own = valueOf(base);
			if (base === "" || own > value || value - own > nearOwn) base = "";
			const key = lock + " " + base + " " + locker;
			let h = this.found.get(key);
			if (h === undefined) this.found.set(key, h = one(this.candidates(lock, base), lock, locker));
			return h;
		}

		candidates(lock, base) {
			const at = (a) => this.at.get(a) || [];
			if (base !== "" && base !== lock) return at(lock).concat(at(base));
			if (at(lock).length > 0) return at(lock);
			const below = this.below(lock);
			return below === "" || valueOf(lock) - valueOf(below) > near ? [] : at(below);
		}
	}

	function compareHex(a, b) {
		a = trimLeft(a.slice(2), "0");
		b = trimLeft(b.slice(2), "0");
		return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
	}

	/** Gives [fn, receiver]. */
	function lockerOf(st) {
		const f = st.frames.find((g) => !x.isStd(g.fn));
		return f ? [f.fn, f.fn.includes(".(*") ? x.firstArg(f.args) : ""] : ["", ""];
	}

	function one(list, lock, locker) {
		let found = null;
		for (const h of list) {
			if (h.st === found || h.idle && h.fn !== locker) continue;
			if (waitingFor(h.st)[1] === lock) continue;
			if (found) return null;
			found = h.st;
		}
		return found;
	}

})();
