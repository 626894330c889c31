import { contact, defender, refused } from "../answers.ts";
import type { Cases } from "./kinds.ts";

const contacts = (...value: object[]) => defender("securityContacts", ...value);
const contactsRefused = { "contacts refused": refused("securityContacts") };
const owners = { state: "On", roles: ["Owner"] };
const alert = { sourceType: "Alert", minimalSeverity: "Low" };
const attackPath = { sourceType: "AttackPath", minimalRiskLevel: "Critical" };

/** Cases of this service's controls, by id. */
export const contactsCases: Readonly<Record<string, Cases>> = {
  "azure/defender/security-contacts-have-additional-email": {
    pass: {
      "one address": contacts(contact({ emails: "a@example.com" })),
      "two parted by ;": contacts(contact({ emails: "a@example.com;b@example.com" })),
      "two parted by ,": contacts(contact({ emails: "a@example.com,b@example.com" })),
      "only default1": contacts(contact({ emails: "a@example.com" }, "default1")),
      "the shape of 2017": contacts(contact({ email: "a@example.com" }, "default1")),
      "disabled, which is another control": contacts(
        contact({ emails: "a@example.com", isEnabled: false }),
      ),
    },
    fail: {
      "no contact": contacts(),
      "emails absent": contacts(contact({ isEnabled: true })),
      "emails null": contacts(contact({ emails: null })),
      "an empty text": contacts(contact({ emails: "" })),
      blanks: contacts(contact({ emails: "   " })),
      "only separators": contacts(contact({ emails: " ; , " })),
      "a second contact without": contacts(
        contact({ emails: "a@example.com" }),
        contact({ emails: "" }, "default1"),
      ),
    },
    undecided: contactsRefused,
  },
  "azure/defender/security-contacts-notify-owners": {
    pass: {
      "owners among the roles": contacts(
        contact({
          isEnabled: true,
          notificationsByRole: { state: "On", roles: ["Admin", "Owner"] },
        }),
      ),
      "a shape that cannot say whether it is enabled": contacts(
        contact({ notificationsByRole: owners }),
      ),
      "one contact of two": contacts(
        contact({ isEnabled: true, notificationsByRole: owners }),
        contact({ isEnabled: false }, "default1"),
      ),
    },
    fail: {
      "no contact": contacts(),
      "the state is Off": contacts(
        contact({ isEnabled: true, notificationsByRole: { state: "Off", roles: ["Owner"] } }),
      ),
      "no state": contacts(contact({ isEnabled: true, notificationsByRole: { roles: ["Owner"] } })),
      "other roles": contacts(
        contact({ isEnabled: true, notificationsByRole: { state: "On", roles: ["Contributor"] } }),
      ),
      "no roles": contacts(contact({ isEnabled: true, notificationsByRole: { state: "On" } })),
      disabled: contacts(contact({ isEnabled: false, notificationsByRole: owners })),
      "Off with severity Low": contacts(
        contact({
          notificationsByRole: { state: "Off", roles: [] },
          alertNotifications: { state: "On", minimalSeverity: "Low" },
        }),
      ),
    },
    undecided: contactsRefused,
  },
  "azure/defender/security-contacts-notify-high-severity-alerts": {
    pass: {
      "any least severity": contacts(contact({ isEnabled: true, notificationsSources: [alert] })),
      "the shape of 2020": contacts(
        contact({ alertNotifications: { state: "On", minimalSeverity: "High" } }),
      ),
      "the shape of 2017": contacts(contact({ alertNotifications: "On" }, "default1")),
    },
    fail: {
      "no contact": contacts(),
      "attack paths alone": contacts(
        contact({ isEnabled: true, notificationsSources: [attackPath] }),
      ),
      disabled: contacts(contact({ isEnabled: false, notificationsSources: [alert] })),
      "the shape of 2017, Off": contacts(contact({ alertNotifications: "Off" }, "default1")),
    },
    undecided: contactsRefused,
  },
  "azure/defender/security-contacts-notify-attack-paths": {
    pass: {
      "any least risk": contacts(
        contact({ isEnabled: true, notificationsSources: [alert, attackPath] }),
      ),
    },
    fail: {
      "no contact": contacts(),
      "alerts alone": contacts(contact({ isEnabled: true, notificationsSources: [alert] })),
      disabled: contacts(contact({ isEnabled: false, notificationsSources: [attackPath] })),
      "a misspelt source": contacts(
        contact({
          isEnabled: true,
          notificationsSources: [{ ...attackPath, sourceType: "AttachPath" }],
        }),
      ),
    },
    undecided: contactsRefused,
  },
  "azure/defender/security-contacts-are-enabled": {
    pass: {
      enabled: contacts(contact({ isEnabled: true })),
      "a shape that cannot say": contacts(contact({ emails: "a@example.com" })),
      "no contact, which is another control": contacts(),
    },
    fail: {
      disabled: contacts(contact({ isEnabled: false })),
      "one of two": contacts(
        contact({ isEnabled: true }),
        contact({ isEnabled: false }, "default1"),
      ),
      "the shape of 2017, Off": contacts(contact({ alertNotifications: "Off" }, "default1")),
    },
    undecided: contactsRefused,
  },
  "azure/defender/security-contacts-addresses-are-well-formed": {
    pass: {
      several: contacts(contact({ emails: "a@example.com; b.c+d@sub.example.co.uk" })),
      "none, which is another control": contacts(contact({ emails: "" })),
      absent: contacts(contact({})),
    },
    fail: {
      "no @": contacts(contact({ emails: "a(at)example.com" })),
      "no domain": contacts(contact({ emails: "a@localhost" })),
      "two @": contacts(contact({ emails: "a@b@example.com" })),
      "blanks inside": contacts(contact({ emails: "a b@example.com" })),
      "the second of two": contacts(contact({ emails: "a@example.com;ext. 4711" })),
    },
    undecided: contactsRefused,
  },
};
