import CallControl

extension LanguageSource {
    /// Adds an operator's file to a built-in one: its words to the lists of the same names, its rules before the others.
    mutating func merge(_ extra: LanguageSource) {
        accented += extra.accented
        exempt += extra.exempt
        for concept in extra.concepts {
            if let index = concepts.firstIndex(where: { $0.name == concept.name }) {
                concepts[index].words += concept.words
                concepts[index].includes += concept.includes
            } else {
                concepts.append(concept)
            }
        }
        for list in extra.classes {
            if let index = classes.firstIndex(where: { $0.name == list.name }) { classes[index].words += list.words } else { classes.append(list) }
        }
        fragments.merge(extra.fragments) { _, new in new }
        rules = extra.rules + rules
        refusals = extra.refusals + refusals
        retractions = extra.retractions + retractions
        inflections = extra.inflections + inflections
    }

    /// Takes entries, as they are written there, out of a list.
    /// - Returns: those that it doesn't have.
    mutating func remove(_ words: [String], from list: String) -> [String] {
        if let index = concepts.firstIndex(where: { $0.name == list }) { return Self.remove(words, from: &concepts[index].words) }
        if let index = classes.firstIndex(where: { $0.name == list }) { return Self.remove(words, from: &classes[index].words) }
        return words
    }

    private static func remove(_ words: [String], from list: inout [String]) -> [String] {
        let missing = words.filter { !list.contains($0) }
        list.removeAll(where: words.contains)
        return missing
    }
}
