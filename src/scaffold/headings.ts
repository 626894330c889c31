/** The headings of guidance, in their order, each with what belongs under it; docs/controls.md explains them. */
export const guidanceHeadings: readonly (readonly [heading: string, asks: string])[] = [
  ["Rationale", "What goes wrong without it?"],
  ["Impact", "What does the remedy cost, break, install, reveal?"],
  ["Default value", "What has an estate that nobody set up, and what does an absent value mean?"],
  ["Prerequisites", "Roles and other conditions for the remedy."],
  ["Test plan", "How does one see that the remedy worked, before and apart from Assay?"],
  ["Remediation by console", "Steps in the portal."],
  ["Remediation by CLI", "Commands, beginning with saving the present state."],
  ["Service-wide path", "How are many mended at once?"],
  ["Asset-level path", "How is one mended, and how does code that owns the setting do it?"],
  ["Preventive path", "How are new ones right from the start?"],
  ["Rollout workflow", "In which order?"],
  ["Back-out plan", "The exact way back to the state before."],
  ["References", "Links."],
];
