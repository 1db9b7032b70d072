/**
 * GetClassificationScheme: the schemes that items are sorted by. catalog-1.1, catalog-1.5
 */
import type { ClassificationScheme, GetClassificationSchemeResponse } from "../../../generated/veloconnect/catalog-1-5.js";
import { callFor } from "./backend-time.js";
import { buyerOf } from "./buyers.js";
import type { RequestHead } from "./messages.js";
import { headOf, type Operation } from "./operation.js";
import type * as port from "./ports/classification.js";

/** Makes the operation. */
export function createGetClassificationScheme(
  classification: port.Classification,
): Operation<RequestHead, GetClassificationSchemeResponse> {
  return {
    perform: async (request, owner, caller) => {
      const schemes = await classification.schemes(callFor(buyerOf(owner), caller));
      return { ...headOf(request), classificationScheme: schemes.map(describeScheme) };
    },
    refuse: (request, refusal) => ({
      ...headOf(request, refusal),
      classificationScheme: [{ classificationSchemeID: { $value: "" }, classificationSchemeURI: "" }],
    }),
  };
}

function describeScheme({ id, hasSeveralGroups = false, content }: port.ClassificationScheme): ClassificationScheme {
  const head = { classificationSchemeID: { $value: id }, singleMapping: !hasSeveralGroups };
  if (content.kind === "published") return { ...head, classificationSchemeURI: content.uri };
  return {
    ...head,
    classificationSchemeGroup: content.groups.map(({ id: group, parentId, description }) => ({
      id: { $value: group },
      ...(parentId !== undefined && { parentID: { $value: parentId } }),
      description: { $value: description },
    })),
  };
}
