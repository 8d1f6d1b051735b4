/** The script of every page: forms that stay when they are refused, and parts that update by themselves. */
import "./page.css";
import "./htmx";
import "htmx-ext-sse/sse.js";
import "idiomorph/dist/idiomorph-htmx.js";
import "./refusals";

// Few pages have a camera or a board to move matches on; the others do not load what only these need.
if (document.querySelector("form[data-scan]")) void import("./scan");
if (document.querySelector("#board[data-step]")) void import("./board");
if (document.querySelector("form[data-upload]")) void import("./uploads");
if (document.querySelector("[data-timers]")) void import("./timer");
if (document.querySelector("[data-print]")) void import("./print");
