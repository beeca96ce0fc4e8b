// Reloads the page when the server has another build than the one the page is
// of. A hidden page does not listen: browsers allow six connections to a
// server, and a seventh tab would wait for ever.
"use strict";
(() => {
  const own = document.currentScript.dataset.build;
  /** @type {EventSource|null} */
  let source = null;
  let retry = 0;

  const close = () => {
    clearTimeout(retry);
    if (source) source.close();
    source = null;
  };

  const open = () => {
    close();
    source = new EventSource("/-/reload");
    source.addEventListener("build", (e) => {
      if (e.data === own) return;
      close();
      location.reload(); // keeps the scroll position
    });
    // The browser connects again by itself after a cut, but not after an answer
    // that is no stream, such as that of another server on the port.
    source.addEventListener("error", () => {
      if (source && source.readyState === EventSource.CLOSED) retry = setTimeout(open, 1000);
    });
  };

  const update = () => (document.visibilityState === "visible" ? open() : close());
  document.addEventListener("visibilitychange", update);
  addEventListener("pagehide", close);
  addEventListener("pageshow", (e) => e.persisted && update());
  update();
})();
