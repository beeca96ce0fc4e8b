// The form that takes a text to the page that explains it. The text goes by way of the
// browser's own memory, never in an address: a request would carry it off. From the disk
// some browsers give every page a memory of its own; there the name of the window, which
// stays while pages change, carries it.
(function () {
	"use strict";

	const key = "sourcedive.paste", mark = key + ":";
	const sourcedive = window.sourcedive = window.sourcedive || {};

	/** The text that another page's form left, once; or "". */
	sourcedive.pasted = function () {
		let text = "";
		if (window.name.startsWith(mark)) {
			text = window.name.slice(mark.length);
			window.name = "";
		}
		try {
			text = sessionStorage.getItem(key) || text;
			sessionStorage.removeItem(key);
		} catch (e) { /* no memory here */ }
		return text;
	};

	function keep(text) {
		let kept = false;
		try {
			sessionStorage.setItem(key, text);
			kept = true;
		} catch (e) { /* none, or the text is too long for it */ }
		if (!kept || location.protocol === "file:") window.name = mark + text;
	}

	document.querySelectorAll(".js-paste").forEach(function (form) {
		const box = form.querySelector("textarea");
		form.addEventListener("submit", function (event) {
			event.preventDefault();
			if (box.value.trim() === "") return box.focus();
			if (sourcedive.explainHere) return sourcedive.explainHere(box.value);
			keep(box.value);
			location.href = form.action;
		});
		box.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
	});
})();
