/** Sets the bench going, once for as long as the page lives. */
import { ref } from "vue";
import { loadDrafts } from "./drafts";
import { attendOutbox, loadOutbox } from "./outbox";
import { follow } from "./place";
import { attendReport } from "./report";
import { attendBack } from "./steps";

export const ready = ref(false);
let starting: Promise<void> | null = null;

export const start = (): Promise<void> => (starting ??= begin());

/** What is on the tablet comes first: a turn is never shown without the marks typed for it. */
async function begin(): Promise<void> {
  await Promise.all([loadDrafts(), loadOutbox()]);
  ready.value = true;
  follow();
  attendBack();
  attendOutbox();
  attendReport();
}
