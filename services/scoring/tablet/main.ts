/** Starts the umpire's app: what is on the tablet first, then what the desk says. */
import "../../../shared/web/tokens.css";
import "./style.css";
import { createApp } from "vue";
import App from "./App.vue";
import { attend } from "./device";
import { load } from "./marks";
import { look } from "./seat";

createApp(App).mount("#app");
void load().then(look).then(attend);
