// Runs before the page is drawn, so that a chosen theme does not flash.
//
// The theme is data-theme of the root element, "light" or "dark"; without it the system's
// colour scheme holds. app.js keeps the choice in localStorage under "sourcedive.theme", and
// under "sourcedive.links" whether links in code are always underlined.
(function () {
	"use strict";
	/** @type {HTMLElement} */
	var root = document.documentElement;
	root.className = "js";
	try {
		var theme = localStorage.getItem("sourcedive.theme");
		if (theme === "light" || theme === "dark") root.dataset.theme = theme;
		if (localStorage.getItem("sourcedive.links") === "always") root.className += " always";
	} catch (e) { /* storage may be closed to pages from the disk */ }
})();
