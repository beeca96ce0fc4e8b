// Runs before the page is drawn, so that a chosen theme does not flash.
(function () {
	"use strict";
	var root = document.documentElement;
	root.className = "js";
	try {
		var theme = localStorage.getItem("sourcedive.theme");
		if (theme === "light" || theme === "dark") root.dataset.theme = theme;
	} catch (e) { /* storage may be closed to pages from the disk */ }
})();
