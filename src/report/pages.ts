/** The pages of the server, and what they are made of: the one way into `report/pages`. */
export type { AssetPage } from "./pages/asset.ts";
export type { ConnectorControl, ConnectorPage } from "./pages/connector.ts";
export type { RelatedAssets, ShownField } from "./pages/facts.ts";
export { renderAsset } from "./pages/asset.ts";
export { renderConnector } from "./pages/connector.ts";
export { RELATED_SHOWN } from "./pages/facts.ts";
export { placeOf, renderConnectors } from "./pages/connectors.ts";
export { ASSETS_PER_PAGE } from "./pages/control-assets.ts";
export { narrowRun } from "./pages/control-filter.ts";
export { renderControl } from "./pages/control.ts";
export { html, type Markup } from "./pages/html.ts";
export { PAGE_POLICY, renderPage } from "./pages/layout.ts";
export { type Links, linksOver, type OverviewQuery, serverLinks } from "./pages/links.ts";
export type { NamedAssets } from "./pages/named-assets.ts";
export { renderOverview } from "./pages/overview.ts";
export { renderTriedCheck } from "./pages/tried-check.ts";
export { type ConnectorSummary, summariseConnectors } from "./pages/summary.ts";
export { judgementsByStatus } from "./judgements.ts";
