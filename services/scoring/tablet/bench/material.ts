/** What a judge is told of a material: its number, its kind, its size; never the name of the file. */
import type { Material } from "./model";
import { type Key, tell } from "./words";

const MB = 1024 * 1024;
const KINDS: readonly (readonly [RegExp, Key | "PDF"])[] = [
  [/^image\//, "kindImage"],
  [/^video\//, "kindVideo"],
  [/^audio\//, "kindAudio"],
  [/pdf$/, "PDF"],
  [/wordprocessing/, "kindText"],
  [/presentation/, "kindSlides"],
  [/spreadsheet/, "kindTable"],
];

export const addressOf = (material: Material): string => `/scoring/materials/${material.id}`;
export const isPicture = (material: Material): boolean => material.content_type.startsWith("image/");

export function labelOf(material: Material): string {
  const kind = KINDS.find(([pattern]) => pattern.test(material.content_type))?.[1];
  const size = material.size >= MB ? `${Math.round(material.size / MB)} MB` : "";
  return [tell("material", { number: material.name }), kind === "PDF" || !kind ? kind : tell(kind), size].filter(Boolean).join(" · ");
}
