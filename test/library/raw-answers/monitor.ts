import { below, subscription } from "../answers.ts";
import type { Cases } from "./kinds.ts";
import { diagnostics, category, settingsBelow, presenceCases } from "./shared.ts";

const activityCategories = ["Administrative", "Security", "Alert", "Policy"];
const activity = (...logs: readonly (readonly object[])[]) =>
  settingsBelow(`/subscriptions/${subscription}`, logs);
const activityRefused = {
  "settings refused": below(`/subscriptions/${subscription}${diagnostics}`, 403),
};

/** Cases of this service's controls, by id. */
export const monitorCases: Readonly<Record<string, Cases>> = {
  "azure/monitor/subscriptions-have-application-insights": presenceCases(
    "Microsoft.Insights/components",
  ),
  "azure/monitor/activity-logs-are-exported": {
    pass: {
      "one setting, whatever it exports": activity([category("ServiceHealth")]),
      "one setting of two": activity([], [{ categoryGroup: "allLogs", enabled: true }]),
    },
    fail: {
      "no setting": activity(),
      "a setting whose categories are off": activity([category("Security", false)]),
      "a setting without a category": activity([]),
    },
    undecided: activityRefused,
  },
  "azure/monitor/activity-logs-cover-security": {
    pass: {
      "the four categories": activity(activityCategories.map((name) => category(name))),
      "the group of all": activity([{ category: null, categoryGroup: "allLogs", enabled: true }]),
      "the group in other letters": activity([{ categoryGroup: "AllLogs", enabled: true }]),
      "spread over two settings": activity(
        activityCategories.slice(0, 2).map((name) => category(name)),
        activityCategories.slice(2).map((name) => category(name)),
      ),
    },
    fail: {
      "no setting": activity(),
      "the group of all is off": activity([{ categoryGroup: "allLogs", enabled: false }]),
      "one category is off": activity(
        activityCategories.map((name) => category(name, name !== "Policy")),
      ),
      "one category is not listed": activity(
        activityCategories.slice(1).map((name) => category(name)),
      ),
    },
    undecided: activityRefused,
  },
};
