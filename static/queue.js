/* Sends what waits on this device: in order, one at a time, each once, never as another user.

   On every page of a logged-in user (data-user on #queue). Others listen on the document:
     queue:change    what waits has changed      {items, trouble}
     queue:answered  an item has been answered   {item, result}
     queue:standing  how a round stands now      {round, standing}
   An item: {kind: "answer" | "risk" | "photo" | "removal", round, question, label, words, url,
   standing, page, fields, was, blob}. `state` is "draft" (not to be sent yet), "waiting", or what keeps it from
   being sent until somebody decides: "conflict", "moved_on" or "refused". `key` tells the
   program that it has seen an item before. */
"use strict";

window.queue = (() => {
  const box = document.getElementById("queue");
  if (!box) return null;
  const user = box.dataset.user;
  const PATIENCE_MS = 20_000;
  const PATIENCE_FOR_PHOTO_MS = 120_000;
  const TOGETHER_MS = 50;
  const SLOWEST_MS = 60_000;
  const PASS_LASTS_MS = 5 * 60_000;
  const DRAFT_LIVES_MS = 30 * 24 * 60 * 60_000;
  const SINCE = "queue-offline-since";

  let trouble = null;
  let failures = 0;
  let timer = null;
  let pass = null;
  let soon = null;
  const wanted = [];

  class Trouble extends Error {}

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`queue:${name}`, { detail }));
  const otherPages = "BroadcastChannel" in window ? new BroadcastChannel("queue") : null;
  const mine = async () => (await kept.all()).filter((item) => item.user === user);
  // What changes at the same time is shown once.
  let showing = null;
  const show = () => {
    showing ??= setTimeout(async () => {
      showing = null;
      tell("change", { items: await mine(), trouble });
    }, TOGETHER_MS);
  };
  const changed = () => {
    otherPages?.postMessage({});
    show();
  };
  const answered = ({ blob, ...item }, result) => {
    otherPages?.postMessage({ item, result });
    tell("answered", { item, result });
  };
  otherPages?.addEventListener("message", ({ data }) => {
    if (data.item?.user === user) tell("answered", data);
    show();
  });

  // Only one page at a time may change what waits, and only one may send.
  const chains = {};
  const alone = (name, work) => {
    if (navigator.locks) return navigator.locks.request(`queue-${name}`, work);
    chains[name] = (chains[name] ?? Promise.resolve()).then(work, work);
    return chains[name];
  };

  // What is put in and changed

  const isSame = (one, other) => one.kind === other.kind && one.round === other.round && one.question === other.question;

  // An item that the program cannot have seen takes in what is said later of the same.
  const takesIn = (item, later) =>
    ["answer", "risk"].includes(item.kind) && isSame(item, later) && !item.tried && !(item.state === "waiting" && later.state === "draft");

  const takeIn = (item, later) => {
    item.was = { ...later.was, ...item.was };
    item.fields = { ...item.fields, ...later.fields };
    item.at = later.at;
    item.words = later.words;
    if (later.state === "waiting" && item.state !== "conflict") item.state = "waiting";
    return item;
  };

  // What was said before and is not yet answered is what stood there for this one.
  const follow = (item, items) => {
    for (const before of items.filter((each) => isSame(each, item) && each.state === "waiting"))
      for (const name of Object.keys(item.was)) item.was[name] = before.fields[name] ?? item.was[name];
    return item;
  };

  const add = async (given) => {
    const item = { state: "waiting", was: {}, fields: {}, ...given, user, at: Date.now(), tried: false };
    item.id = item.key = crypto.randomUUID();
    await alone("items", async () => {
      const items = await mine();
      const open = items.find((each) => takesIn(each, item));
      // Only now is it sure what the program has answered to what was sent before.
      if (given.was) item.was = given.was();
      item.n = 1 + Math.max(0, ...items.map((each) => each.n));
      await kept.put(open ? takeIn(open, item) : follow(item, items));
    });
    changed();
    if (item.state === "waiting") send();
  };

  const change = (id, work) =>
    alone("items", async () => {
      const item = (await mine()).find((each) => each.id === id);
      if (!item) return null;
      Object.assign(item, work(item));
      await kept.put(item);
      return item;
    });

  const drop = async (id) => {
    await alone("items", () => kept.remove(id));
    changed();
    send();
  };

  // Once more, as something new: the program has said no to what came before.
  const again = async (id) => {
    await change(id, () => ({ state: "waiting", tried: false, key: crypto.randomUUID() }));
    changed();
    send();
  };

  const keepMine = async (id) => {
    await change(id, ({ fields, was, theirs, kind }) => ({
      was: Object.fromEntries(Object.keys(was).map((name) => [name, theirs[name] ?? ""])),
      fields: kind === "risk" ? { ...fields, version: theirs.risk?.version ?? "" } : fields,
      at: Date.now(),
    }));
    await again(id);
  };

  // Sending

  const fetched = async (url, options = {}, milliseconds = PATIENCE_MS) => {
    let response;
    try {
      response = await fetch(url, {
        ...options,
        headers: { Accept: "application/json", ...options.headers },
        redirect: "manual",
        cache: "no-store",
        signal: AbortSignal.timeout(milliseconds),
      });
      if (response.type === "opaqueredirect") throw new Trouble("login");
      if (response.status >= 500 || [408, 429].includes(response.status)) throw new Trouble("server");
      const isJson = response.headers.get("Content-Type")?.includes("json");
      if (response.ok && !isJson) throw new Trouble("server");
      return { status: response.status, data: isJson ? await response.json() : {} };
    } catch (error) {
      throw error instanceof Trouble ? error : new Trouble("offline");
    }
  };

  // Asks how a round stands and, with it, for leave to send as the one who is logged in.
  const ask = async ({ round, standing }) => {
    const { status, data } = await fetched(standing);
    if (status !== 200) return false;
    if (String(data.user) !== user) throw new Trouble("other");
    pass = { csrf: data.csrf, at: performance.now() };
    tell("standing", { round, standing: data });
    return true;
  };

  const body = (item) => {
    const data = item.blob ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries(item.fields)) data.append(name, value);
    for (const [name, value] of Object.entries(item.was)) data.append(`was_${name}`, value);
    data.append("key", item.key);
    data.append("ago", Math.max(0, Date.now() - item.at));
    if (item.blob) data.append("photos", item.blob, `${item.key}.jpg`);
    return data;
  };
  const post = (item) =>
    fetched(
      item.url,
      { method: "POST", body: body(item), headers: { "X-CSRFToken": pass.csrf } },
      item.blob ? PATIENCE_FOR_PHOTO_MS : PATIENCE_MS,
    );

  // The leave is refused when somebody has logged in anew: ask who, then once more.
  const deliver = async (item) => {
    const isFresh = pass && performance.now() - pass.at < PASS_LASTS_MS;
    if (!isFresh && !(await ask(item))) return { status: 404, data: {} };
    const answer = await post(item);
    if (answer.status !== 403) return answer;
    return (await ask(item)) ? post(item) : answer;
  };

  const plain = (text) => String(text ?? "").replaceAll("\r\n", "\n").trim();
  const isNoConflict = (item, theirs) =>
    item.kind === "answer" && Object.entries(item.was).every(([name, text]) => plain(text) === plain(theirs[name]));

  // What came later was said of this answer, as the program now has it: 12,5 is 12.5.
  const stoodOn = (later, item, data) => {
    for (const [name, text] of Object.entries(later.was)) if (text === item.fields[name]) later.was[name] = data[name];
    if (item.kind === "risk" && later.fields.version === item.fields.version) later.fields.version = data.risk.version;
  };

  const settle = async (item, { status, data }) => {
    if (status === 200) {
      await alone("items", async () => {
        await kept.remove(item.id);
        for (const later of (await mine()).filter((each) => isSame(each, item))) {
          stoodOn(later, item, data);
          await kept.put(later);
        }
        answered(item, data);
      });
      return;
    }
    const state = (status === 409 && data.kind) || "refused";
    if (state === "conflict" && isNoConflict(item, data)) {
      await change(item.id, () => ({ was: pick(data, item.was), tried: false, key: crypto.randomUUID() }));
      return;
    }
    await alone("items", async () => {
      const later = (await mine()).filter((each) => each.n > item.n && takesIn(each, item));
      for (const each of later) {
        takeIn(item, each);
        await kept.remove(each.id);
      }
      Object.assign(item, { state, tried: false, theirs: data, key: crypto.randomUUID() });
      await kept.put(item);
    });
    answered(item, data);
  };
  const pick = (data, was) => Object.fromEntries(Object.keys(was).map((name) => [name, data[name]]));

  // The first that may go: a risk waits for its answer.
  const next = async () => {
    const items = await mine();
    const isHeld = (item) =>
      item.kind === "risk" &&
      items.some((each) => each.n < item.n && each.kind === "answer" && each.round === item.round && each.question === item.question);
    const first = items.find((item) => item.state === "waiting" && !isHeld(item));
    // From now on it may have been seen: marked before it leaves.
    return first && change(first.id, () => ({ tried: true }));
  };

  const sendAll = async () => {
    for (; wanted.length; wanted.shift()) await ask(wanted[0]);
    for (let item = await next(); item; item = await next()) {
      await settle(item, await deliver(item));
      failures = 0;
      changed();
    }
  };

  const later = () => {
    clearTimeout(timer);
    const wait = Math.min(SLOWEST_MS, 1000 * 2 ** failures) * (0.75 + Math.random() / 2);
    timer = setTimeout(() => send(), wait);
  };

  const setTrouble = (kind) => {
    if (kind === trouble?.kind) return;
    const since = Number(sessionStorage.getItem(SINCE)) || Date.now();
    if (kind === "offline") {
      sessionStorage.setItem(SINCE, since);
      // So that the browser does not clear away what waits when room is scarce.
      navigator.storage?.persist?.();
    } else sessionStorage.removeItem(SINCE);
    trouble = kind && { kind, since };
    show();
  };

  const attempt = async () => {
    try {
      await sendAll();
      failures = 0;
      setTrouble(null);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      pass = null;
      failures += 1;
      setTrouble(error.message);
      if (["offline", "server"].includes(error.message)) later();
    }
  };

  /* Sends what waits; `about`, a round, is asked about first. One run at a time. */
  const send = (about) => {
    if (about && !wanted.some((each) => each.standing === about.standing)) wanted.push(about);
    soon ??= alone("send", () => {
      soon = null;
      return attempt();
    });
    return soon;
  };

  const sendIfAny = async () => {
    if ((await mine()).some((item) => item.state === "waiting") || trouble) send();
  };
  window.addEventListener("online", () => {
    failures = 0;
    send();
  });
  window.addEventListener("offline", () => setTrouble("offline"));
  document.addEventListener("visibilitychange", () => document.hidden || sendIfAny());
  // What only the memory has would be lost with the page.
  window.addEventListener("beforeunload", (event) => kept.isSafe() || event.preventDefault());

  // What was begun and never sent is no use when the round is long over.
  const dropOldDrafts = async () => {
    for (const item of await mine())
      if (item.state === "draft" && Date.now() - item.at > DRAFT_LIVES_MS) await kept.remove(item.id);
  };

  document.addEventListener("DOMContentLoaded", async () => {
    await dropOldDrafts();
    show();
    sendIfAny();
  });

  return { add, drop, again, keepMine, items: mine, send, user, trouble: () => trouble };
})();
