// Reads {messages: [{name, text, blocks, time}]} from standard input, writes one HTML page with them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import React from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const style = readFileSync(createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");
const ours = readFileSync(new URL("page.css", import.meta.url), "utf8");
const { messages } = JSON.parse(readFileSync(0, "utf8"));

const portrait = (name) =>
  "data:image/svg+xml;utf8," +
  encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="72" height="72"><rect width="72" height="72" rx="12" fill="${
      name === "Steward" ? "#1f3a5f" : "#7a5c99"
    }"/><text x="36" y="49" font-family="Lato,sans-serif" font-weight="700" font-size="36" fill="#fff" text-anchor="middle">${name[0]}</text></svg>`,
  );

// The renderer takes `verbatim` (make no links) for "set no bold" as well; Slack does not.
const asSlackReads = (name, value) => (name === "verbatim" ? undefined : value);

const shown = messages.map(({ name, blocks, time }) => {
  const message = { name, logo: portrait(name), time: new Date(time), blocks: JSON.parse(JSON.stringify(blocks, asSlackReads)) };
  const kind = name === "Steward" ? "app" : "person";
  return `<div class="${kind}">${renderToStaticMarkup(React.createElement(Message, message))}</div>`;
});

process.stdout.write(
  `<!doctype html><meta charset="utf-8"><style>${style}${ours}</style><body><main>${shown.join("")}</main>` +
    "<script>const { scrollWidth, scrollHeight } = document.querySelector('main');" +
    "document.body.dataset.size = Math.max(760, scrollWidth + 28) + ',' + scrollHeight</script></body>",
);
