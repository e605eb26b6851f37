/**
 * @file A small tree out of HTML as Instagram's export writes it: elements, text, and the few attributes that matter.
 * Pure; forgiving like a browser where tags are left open, and linear in the input. Not for pages of the open web.
 */
import { decodeEntities } from './html-text.ts';

export interface HtmlElement {
  tag: string;
  /** href or src of links, pictures and videos. */
  address: string | undefined;
  parent: HtmlElement | null;
  children: (HtmlElement | string)[];
}

const VOID_TAGS = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const SKIPPED_TAGS = new Set(['script', 'style', 'head', 'svg']);
/** Deeper nesting is flattened: no export comes near it, and no recursion runs out of stack. */
const DEEPEST = 200;
const TOKEN = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|([^<]+|<)/g;

/** The root of the tree of a document. */
export function parseHtml(html: string): HtmlElement {
  const root: HtmlElement = { tag: '', address: undefined, parent: null, children: [] };
  let here = root;
  let depth = 0;
  let skipped: string | null = null;
  for (const [, slash, name, attributes, text] of html.matchAll(TOKEN)) {
    const tag = name?.toLowerCase();
    if (skipped !== null) {
      if (tag === skipped && slash === '/') skipped = null;
    } else if (text !== undefined) {
      const plain = decodeEntities(text);
      if (plain.trim() !== '') here.children.push(plain);
    } else if (tag === undefined) continue;
    else if (slash === '/') {
      const open = openElement(here, tag);
      if (open === null) continue;
      for (let element = here; element !== open; element = element.parent!) depth -= 1;
      depth -= 1;
      here = open.parent!;
    } else if (SKIPPED_TAGS.has(tag)) skipped = tag;
    else {
      const element = { tag, address: addressIn(attributes ?? ''), parent: here, children: [] };
      here.children.push(element);
      const isOpen = !VOID_TAGS.has(tag) && !attributes!.endsWith('/') && depth < DEEPEST;
      if (isOpen) {
        here = element;
        depth += 1;
      }
    }
  }
  return root;
}

function openElement(from: HtmlElement, tag: string): HtmlElement | null {
  for (let element: HtmlElement | null = from; element !== null; element = element.parent) {
    if (element.tag === tag) return element;
  }
  return null;
}

function addressIn(attributes: string): string | undefined {
  const match = /(?:^|\s)(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
  return match === null ? undefined : decodeEntities(match[1] ?? match[2]!);
}

/** All elements below, in the order of the document. */
export function* descendants(element: HtmlElement): Generator<HtmlElement> {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    yield child;
    yield* descendants(child);
  }
}

/** All texts below with the element that holds them, in the order of the document. */
export function* textsBelow(element: HtmlElement): Generator<{ text: string; holder: HtmlElement }> {
  for (const child of element.children) {
    if (typeof child === 'string') yield { text: child.trim(), holder: element };
    else yield* textsBelow(child);
  }
}
