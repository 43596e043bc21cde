/* Copies a value of a worksheet with one click. Without scripts the buttons stay hidden,
   and the text is selected by hand.

   <button data-copy="id of the value" data-done="Copied" hidden>
   <button data-copy-all="id of a dl" data-done="Copied" hidden> */
"use strict";

(() => {
  const said = document.getElementById("copied");

  const write = async (text, element) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Not over plain HTTP, or forbidden: selected, it can be copied by hand.
      getSelection().selectAllChildren(element);
      return false;
    }
    return true;
  };

  const all = (list) =>
    [...list.children]
      .map((row) => [row.querySelector("dt"), row.querySelector(".copied-value")])
      .filter(([, value]) => value)
      .map(([label, value]) => `${label.textContent.trim()}: ${value.textContent.trim()}`)
      .join("\n");

  for (const button of document.querySelectorAll("[data-copy], [data-copy-all]")) {
    button.hidden = false;
    const words = button.innerHTML;
    button.addEventListener("click", async () => {
      const { copy, copyAll, done } = button.dataset;
      const element = document.getElementById(copy || copyAll);
      const text = copy ? element.textContent.trim() : all(element);
      if (!(await write(text, element))) return;
      button.textContent = done;
      said.textContent = "";
      said.textContent = done;
      setTimeout(() => {
        button.innerHTML = words;
      }, 2000);
    });
  }
})();
