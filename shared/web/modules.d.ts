declare module "idiomorph/dist/idiomorph.esm.js" {
  export const Idiomorph: unknown;
}
declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent<object, object, unknown>;
  export default component;
}
