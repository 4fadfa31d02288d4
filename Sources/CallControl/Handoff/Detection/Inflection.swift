/// Other forms of keywords: plural and gender.
enum Inflection {
    /// Most forms of one keyword.
    static let limit = 64

    /// A word's or phrase's forms, itself first. Each word of a phrase changes by itself: agreement isn't checked.
    static func forms(of phrase: String, _ rules: [LanguageSource.Inflection]) -> [String] {
        var forms = [""]
        for word in phrase.split(separator: " ") {
            let choices = [String(word)] + others(WordFolding.fold(word), rules)
            forms = forms.flatMap { form in choices.map { form.isEmpty ? $0 : form + " " + $0 } }
            if forms.count > limit { forms.removeLast(forms.count - limit) }
        }
        return forms
    }

    private static func others(_ word: String, _ rules: [LanguageSource.Inflection]) -> [String] {
        guard word.utf8.count > 2 else { return [] }
        let fitting = rules.filter { word.hasSuffix(WordFolding.fold($0.ending)) }.max { $0.ending.utf8.count < $1.ending.utf8.count }
        guard let fitting else { return [] }
        let stem = word.dropLast(WordFolding.fold(fitting.ending).count)
        return fitting.others.map { stem + $0 }
    }
}
