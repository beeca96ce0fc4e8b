// The marks at the ends of sentences: one opens and closes what its sentence rests on, and
// Escape closes all. Lines that the page shows itself are tinted while the sentence is
// pointed at or has the focus; the mark leads there, with a script or without.
(function () {
	"use strict";

	var open = [];

	/** The numbers of the lines that a mark leads to on this page. */
	function lines(mark) {
		var m = /^#L(\d+)$/.exec(mark.getAttribute("href") || ""), list = [];
		if (!m) return list;
		for (var n = +m[1], to = +(mark.dataset.to || n); n <= to; n++) {
			var line = document.getElementById("L" + n);
			if (line) list.push(line);
		}
		return list;
	}

	function set(mark, on) {
		mark.parentNode.classList.toggle("on", on);
		mark.setAttribute("aria-expanded", String(on));
		open = open.filter(function (m) { return m !== mark; });
		if (on) open.push(mark);
	}

	function tint(mark, on) {
		lines(mark).forEach(function (line) { line.classList.toggle("on", on); });
	}

	document.querySelectorAll(".js-mk").forEach(function (mark) {
		var sentence = mark.parentNode;
		if (lines(mark).length > 0) {
			sentence.addEventListener("mouseenter", function () { tint(mark, true); });
			sentence.addEventListener("mouseleave", function () { tint(mark, false); });
			mark.addEventListener("focus", function () { tint(mark, true); });
			mark.addEventListener("blur", function () { tint(mark, false); });
			return;
		}
		mark.setAttribute("role", "button");
		mark.setAttribute("aria-expanded", "false");
		mark.addEventListener("click", function (event) {
			if (event.ctrlKey || event.metaKey || event.shiftKey) return;
			event.preventDefault();
			set(mark, !sentence.classList.contains("on"));
		});
		mark.addEventListener("keydown", function (event) {
			if (event.key === " " || event.key === "Enter" && !mark.href) {
				event.preventDefault();
				set(mark, !sentence.classList.contains("on"));
			}
		});
	});
	document.addEventListener("keydown", function (event) {
		if (event.key !== "Escape") return;
		open.slice().forEach(function (mark) { set(mark, false); });
		if (document.activeElement && document.activeElement.classList.contains("js-mk")) document.activeElement.blur();
	});
})();
