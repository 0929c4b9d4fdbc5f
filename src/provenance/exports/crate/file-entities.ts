/** The files of a run as data entities, and the slots of tools that they filled. */

import { mustGet } from '../../../base/index.ts';
import { baseName, mediaTypeOf } from '../media-types.ts';
import { executionsOf, stageKey, type RunStory } from '../story/run-story.ts';
import { cratePath, type CrateOptions } from './crate-options.ts';
import { reference, type CrateGraph } from './graph.ts';
import * as ids from './ids.ts';
import { writeSlot } from './workflow-entities.ts';

export function writeFiles(graph: CrateGraph, story: RunStory, options: CrateOptions): void {
  for (const { path, name, format, bytes, sha256, isReadme } of options.texts) {
    const about = reference(isReadme === true ? ids.ROOT : ids.RUN);
    graph.add(path, 'File', { name, encodingFormat: mediaTypeOf(format), contentSize: String(bytes), sha256, about });
    graph.extend(ids.ROOT, 'hasPart', [reference(path)]);
  }
  const fileIds = new Map(story.files.map((file) => [file.sha256, ids.fileId(file, options)]));
  for (const file of story.files) {
    const id = mustGet(fileIds, file.sha256);
    graph.add(id, 'File', {
      name: baseName(cratePath(file)),
      alternateName: file.path,
      encodingFormat: mediaTypeOf(file.format),
      contentSize: String(file.bytes),
      sha256: file.sha256,
    });
    graph.extend(ids.ROOT, 'hasPart', [reference(id)]);
  }
  for (const [{ execution, part }] of executionsOf(story)) {
    const key = stageKey(part.workflow, part.stage);
    const tool = ids.toolId(key, execution);
    for (const [way, member, files] of [
      ['in', 'input', execution.inputs],
      ['out', 'output', execution.outputs],
    ] as const) {
      for (const { name, sha256 } of files) {
        const slot = writeSlot(graph, ids.slotId(key, way, name), { name, additionalType: 'File' });
        graph.extend(tool, member, [slot]);
        graph.extend(mustGet(fileIds, sha256), 'exampleOfWork', [slot]);
      }
    }
  }
}
