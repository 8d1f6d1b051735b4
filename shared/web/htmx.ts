/** htmx under the name its extensions look for, with nothing of it that evaluates text as code. */
import { Idiomorph } from "idiomorph/dist/idiomorph.esm.js";
import htmx from "htmx.org";
import { LiveSource } from "./live-source";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;
htmx.config.scrollBehavior = "auto";
Object.assign(htmx, { createEventSource: (url: string) => new LiveSource(url) });
Object.assign(globalThis, { htmx, Idiomorph });
