/* Opens a round that is being walked also without network.

   Keeps the page of each round that its user walks, with the files and pictures that it
   shows, in a cache of its own: "walk <user> <path>". Nothing else is ever kept. The network
   comes first; no copy is older than two weeks, and static/forget.js forgets them when
   somebody logs out or the round is no longer walked. */
"use strict";

const LIVES_MS = 14 * 24 * 60 * 60 * 1000;
const PATIENCE_MS = 8_000;
const KEPT_AT = "X-Kept-At";

const isOld = (page) => Date.now() - page.headers.get(KEPT_AT) > LIVES_MS;

// Only a page on which a round is walked has the element, and the element its user.
const WALK = /<div id="walk"[^>]*data-user="([\w-]+)"/;

const keepPage = async (path, response) => {
  const isPage = response.ok && !response.redirected && response.headers.get("Content-Type")?.startsWith("text/html");
  if (!isPage) return;
  const text = await response.text();
  const [start, user] = text.match(WALK) ?? [];
  if (!user) return;
  const at = Date.now();
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, at);
  // Opened from here, the page is to know that it is a copy.
  const copy = new Response(text.replace(start, `${start} data-kept-at="${at}"`), { headers });
  await (await caches.open(`walk ${user} ${path}`)).put(path, copy);
};

// The page tells what it shows; its first visit came before the worker.
const keep = async ({ user, path, files }) => {
  const cache = await caches.open(`walk ${user} ${path}`);
  if (!(await cache.match(path, { ignoreVary: true }))) await keepPage(path, await fetch(path));
  for (const address of files) {
    if (await cache.match(address, { ignoreVary: true })) continue;
    const response = await fetch(address);
    if (response.ok && !response.redirected) await cache.put(address, response);
  }
};

const forgetOld = async () => {
  for (const name of await caches.keys()) {
    const [kind, , path] = name.split(" ");
    const page = kind === "walk" && (await (await caches.open(name)).match(path, { ignoreVary: true }));
    if (kind === "walk" && (!page || isOld(page))) await caches.delete(name);
  }
};

const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// The network first; the copy when it fails, or is too slow for one who stands in a corridor.
const openPage = async (event) => {
  const path = new URL(event.request.url).pathname;
  const fresh = fetch(event.request).catch(() => null);
  const found = await caches.match(path, { ignoreVary: true });
  const copy = found && !isOld(found) ? found : null;
  const response = await (copy ? Promise.race([fresh, later(PATIENCE_MS)]) : fresh);
  if (!response || (copy && response.status >= 500)) return copy ?? Response.error();
  event.waitUntil(keepPage(path, response.clone()));
  return response;
};

// The name of a collected file holds what is in it: a kept one is as good as a new one.
const isHashed = (address) => /\.[0-9a-f]{12}\.\w+$/.test(address);

const openFile = async (request) => {
  const copy = await caches.match(request, { ignoreVary: true });
  if (copy && isHashed(request.url)) return copy;
  return fetch(request).catch(() => copy ?? Response.error());
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), forgetOld()])));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data).finally(forgetOld)));
self.addEventListener("fetch", (event) => {
  const { method, mode, destination, url } = event.request;
  if (method !== "GET" || new URL(url).origin !== self.location.origin) return;
  if (mode === "navigate") event.respondWith(openPage(event));
  else if (["style", "script", "font", "image"].includes(destination)) event.respondWith(openFile(event.request));
});
