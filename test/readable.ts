/**
 * What makes a page hard to use, found in the browser: text with too little contrast, and controls
 * that a screen reader has no name for. Opaque backgrounds only; a picture behind text is not seen.
 */
import type { Page as Tab } from 'playwright-core';

const CONTRAST_MIN = 4.5;
const CONTROLS = ['button', 'checkbox', 'DisclosureTriangle', 'link', 'textbox'];

interface Accessible {
  ignored: boolean;
  role?: { value?: unknown };
  name?: { value?: unknown };
}

/** Roles of controls without a name. */
export async function findNameless(tab: Tab): Promise<readonly string[]> {
  const session = await tab.context().newCDPSession(tab);
  const tree = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return tree.nodes.filter(isNameless).map(({ role }) => String(role?.value));
}

function isNameless({ ignored, role, name }: Accessible): boolean {
  return !ignored && CONTROLS.includes(String(role?.value)) && !name?.value;
}

/** Texts whose colour is too near to the one behind it. */
export async function findFaint(tab: Tab): Promise<readonly string[]> {
  const texts = await tab.evaluate<{ text: string; front: string; behind: string }[]>(READ_COLOURS);
  return texts
    .filter(({ front, behind }) => contrast(front, behind) < CONTRAST_MIN)
    .map(({ text, front, behind }) => `${text}: ${front} on ${behind}`);
}

/** Runs in the page, where this project has no types. */
const READ_COLOURS = `(() => {
  const behind = (element) => {
    const { backgroundColor } = getComputedStyle(element);
    const clear = /rgba\\(.*, 0\\)/.test(backgroundColor);
    return clear && element.parentElement ? behind(element.parentElement) : backgroundColor;
  };
  const own = (element) => [...element.childNodes]
    .filter(({ nodeType }) => nodeType === 3).map(({ data }) => data).join('').trim();
  return [...document.body.querySelectorAll('*')]
    .filter((element) => (own(element) || element.value) && element.checkVisibility())
    .map((element) => ({ text: own(element) || element.id, front: getComputedStyle(element).color,
      behind: behind(element) }));
})()`;

/** WCAG 2.2, 1.4.3. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
