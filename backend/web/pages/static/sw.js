// Shows the offline page when the network does not answer; keeps nothing else, least of all anybody's figures.
"use strict";

const KEPT = "podo-offline-1";
addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const answer = await fetch("/offline", { credentials: "omit" });
      const cache = await caches.open(KEPT);
      const html = await answer.clone().text();
      const styles = [...html.matchAll(/\/assets\/[\w.-]+\.(?:css|svg)/g)].map((found) => found[0]);
      await cache.addAll([...new Set(styles)]);
      await cache.put("/offline", answer);
      await self.skipWaiting();
    })(),
  );
});
addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const kept = async () => (await caches.open(KEPT)).match(request.mode === "navigate" ? "/offline" : request);
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(kept));
  else if (new URL(request.url).pathname.startsWith("/assets/"))
    event.respondWith(kept().then((found) => found || fetch(request)));
});
