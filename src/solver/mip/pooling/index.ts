export { proposeGroups, type ProposalOptions, type ProposedGroup } from './propose.ts';
