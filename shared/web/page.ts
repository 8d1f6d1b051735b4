/** The script of every page: forms that stay when they are refused, and parts that update by themselves. */
import "./page.css";
import "./htmx";
import "htmx-ext-sse/sse.js";
import "idiomorph/dist/idiomorph-htmx.js";
import "./refusals";
import "./scan";
import "./board";
