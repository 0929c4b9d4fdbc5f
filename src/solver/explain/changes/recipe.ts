/** Another recipe for the order: one that some position offers, that reads as far, and that its stage did not allow. */

import { at, compareText, mustGet } from '../../../base/index.ts';
import type { LotId, Order, Recipe, RecipeId, Scenario, SequencingStage, Stage } from '../../../model/index.ts';
import type { Change, Proposer } from './change.ts';
import { withOwnStages } from './own-stages.ts';

export const otherRecipe: Proposer = ({ atlas, order, chain }) => {
  const { scenario } = atlas;
  const isOwn = (lot: LotId): boolean => atlas.situation.lots.some((l) => l.lot === lot && l.order === order.id);
  const { stages } = mustGet(scenario.workflows, order.workflow);
  const concerned = stages.filter(
    (stage): stage is SequencingStage =>
      stage.kind === 'sequencing' && chain.some((link) => link.stage === stage.id && isOwn(link.lot)),
  );
  return concerned.flatMap((stage) => candidates(scenario, stage).map((recipe) => offered(order, stage, recipe)));
};

function candidates(scenario: Scenario, stage: SequencingStage): readonly RecipeId[] {
  const allowed = stage.recipes.map((id) => mustGet(scenario.recipes, id));
  const isLongEnough = ({ cycles }: Recipe): boolean =>
    allowed.some((own) => cycles.read1 >= own.cycles.read1 && cycles.read2 >= own.cycles.read2);
  return [...scenario.recipes.values()]
    .filter((recipe) => !stage.recipes.includes(recipe.id) && isLongEnough(recipe))
    .map((recipe) => recipe.id)
    .filter((id) => scenario.machines.some((m) => m.kind === 'position' && m.recipes.includes(id)))
    .toSorted(compareText);
}

function offered(order: Order, stage: SequencingStage, recipe: RecipeId): Change {
  const allow = (own: Stage): Stage =>
    own.kind === 'sequencing' && own.id === stage.id ? { ...own, recipes: [...own.recipes, recipe] } : own;
  return {
    kind: 'recipe',
    cost: { amount: 1, unit: 'recipes' },
    description: `recipe ${recipe} allowed for ${stage.id} of order ${order.id}, beside ${at(stage.recipes, 0)}${stage.recipes.length > 1 ? ' and others' : ''}`,
    applyTo: (scenario) => withOwnStages(scenario, order.id, allow),
  };
}
