/** Areas of optional features that are built all the same: of these, too, every requirement is in the table. */
export const featuresBuilt: readonly string[] = ['artifact', 'soap'];
