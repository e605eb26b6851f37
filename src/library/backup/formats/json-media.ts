/** @file The shape in which Instagram's web pages describe a post ("GraphImage" and kin), which several tools save. */
import type { BackupFacts } from '../../facts.ts';
import {
  at,
  idOf,
  isObject,
  type Json,
  type JsonObject,
  known,
  msOfSeconds,
  objectsOf,
  textOf,
} from '../sidecar.ts';

/** Facts of a whole post from its node. */
export function factsOfNode(node: JsonObject): BackupFacts {
  return known<BackupFacts>({
    mediaId: idOf(node['id']),
    shortcode: textOf(node['shortcode']) ?? textOf(node['code']),
    postedAtMs: msOfSeconds(node['taken_at_timestamp']) ?? msOfSeconds(node['date']),
    caption: captionOf(node),
    author: textOf(at(node, 'owner', 'username')),
    userId: idOf(at(node, 'owner', 'id')),
    place: textOf(at(node, 'location', 'name')),
    people: namesOf(at(node, 'edge_media_to_tagged_user', 'edges')),
  });
}

/** The children of an album in their order. */
export function childrenOfNode(node: JsonObject): JsonObject[] {
  return objectsOf(at(node, 'edge_sidecar_to_children', 'edges'))
    .map((edge) => edge['node'])
    .filter(isObject);
}

function captionOf(node: JsonObject): string | undefined {
  const edge = at(node, 'edge_media_to_caption', 'edges', 0, 'node', 'text');
  return textOf(edge) ?? textOf(node['caption']) ?? textOf(at(node, 'caption', 'text'));
}

function namesOf(edges: Json | undefined): string[] | undefined {
  const names = objectsOf(edges).flatMap((edge) => textOf(at(edge, 'node', 'user', 'username')) ?? []);
  return names.length === 0 ? undefined : names;
}
