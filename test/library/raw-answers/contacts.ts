import { contact, defender, refused, subscription } from "../answers.ts";
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
      "the shape of 2020": contacts(
        contact({ alertNotifications: { state: "On" }, notificationsByRole: owners }),
      ),
      "the shape of 2017, in an answer of 2023": contacts(
        contact({ alertNotifications: "On", alertsToAdmins: "On" }, "default1"),
      ),
      "the shape of 2017, in an answer of no version": {
        [`subscriptions/${subscription}/providers/Microsoft.Security/securityContacts.json`]: {
          value: [contact({ alertNotifications: "On", alertsToAdmins: "On" }, "default1")],
        },
      },
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
      "other roles": contacts(
        contact({ isEnabled: true, notificationsByRole: { state: "On", roles: ["Contributor"] } }),
      ),
      "no roles": contacts(
        contact({ isEnabled: true, notificationsByRole: { state: "On", roles: [] } }),
      ),
      "the shape of 2017, no mail to admins": contacts(
        contact({ alertNotifications: "On", alertsToAdmins: "Off" }, "default1"),
      ),
      "the shape of 2017, all mail off": contacts(
        contact({ alertNotifications: "Off", alertsToAdmins: "On" }, "default1"),
      ),
      disabled: contacts(contact({ isEnabled: false, notificationsByRole: owners })),
      "Off with severity Low": contacts(
        contact({
          notificationsByRole: { state: "Off", roles: [] },
          alertNotifications: { state: "On", minimalSeverity: "Low" },
        }),
      ),
    },
    undecided: {
      ...contactsRefused,
      "nothing says whether it is in use": contacts(contact({ notificationsByRole: owners })),
      "roles without a state": contacts(
        contact({ isEnabled: true, notificationsByRole: { roles: ["Owner"] } }),
      ),
      "a state without roles": contacts(
        contact({ isEnabled: true, notificationsByRole: { state: "On" } }),
      ),
      "a role of which nobody says who has it": contacts(
        contact({ isEnabled: true, notificationsByRole: { state: "On", roles: ["Admin"] } }),
      ),
      "nothing but addresses": contacts(contact({ emails: "a@example.com" }, "default1")),
    },
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
    undecided: {
      ...contactsRefused,
      "nothing but addresses": contacts(contact({ emails: "a@example.com" }, "default1")),
      "enabled, and nothing says for what": contacts(contact({ isEnabled: true })),
      "properties null": contacts({ ...contact({}), properties: null }),
    },
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
      "the shape of 2017, Off": contacts(contact({ alertNotifications: "Off" }, "default1")),
    },
    undecided: {
      ...contactsRefused,
      "a misspelt source": contacts(
        contact({
          isEnabled: true,
          notificationsSources: [{ ...attackPath, sourceType: "AttachPath" }],
        }),
      ),
      "the shape of 2017": contacts(contact({ alertNotifications: "On" }, "default1")),
      "the shape of 2020": contacts(
        contact({ alertNotifications: { state: "On", minimalSeverity: "Low" } }),
      ),
    },
  },
  "azure/defender/security-contacts-are-enabled": {
    pass: {
      enabled: contacts(contact({ isEnabled: true })),
      "the shape of 2017, On": contacts(contact({ alertNotifications: "On" }, "default1")),
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
    undecided: {
      ...contactsRefused,
      "nothing but addresses": contacts(contact({ emails: "a@example.com" })),
    },
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
