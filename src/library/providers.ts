import { azure } from "../collect/azure/provider.ts";
import { entra } from "../collect/entra/provider.ts";
import type { Provider } from "../collect/provider.ts";

/** The one list of providers. */
export const providers: readonly Provider[] = [azure, entra];
