//! Forecasts of past treaties and their scores, in finished numbers, and the words for them.

use crate::{
    backtest::{
        BANDS, EvaluationResult, Forecaster, Mean, Nth, ReferenceMethod, Scheme, ScoreRow,
        SeenAndExpected, SimilarForecasts, SkipReason, SkippedTask, alike, board, by_band,
    },
    calibrate::history::History,
    engine::Plan,
    quantity::Day,
};

/// A backtest that has been made.
#[derive(Clone, Debug)]
pub(super) struct Backtested<'a> {
    /// Whose treaties were forecast.
    pub(super) history: &'a History,
    /// Which records forecasts could see.
    pub(super) scheme: Scheme,
    /// How many futures a forecast, by which seed.
    pub(super) plan: Plan,
    /// Forecasts, scores, and what was left out.
    pub(super) tried: &'a EvaluationResult,
    /// How many treaties were to be forecast.
    pub(super) treaties: usize,
    /// How good each forecaster's forecasts were, by n and age.
    pub(super) board: Vec<ScoreRow>,
    /// From how many instruments to how many treaties are alike.
    pub(super) like: (usize, usize),
    /// Treaties that had as many when they were forecast, for [`Backtested::shown`].
    pub(super) alike: Vec<SimilarForecasts>,
}

impl<'a> Backtested<'a> {
    /// Puts the scores together.
    pub(super) fn new(
        history: &'a History,
        scheme: Scheme,
        plan: Plan,
        tried: &'a EvaluationResult,
        treaties: usize,
        like: (usize, usize),
    ) -> Backtested<'a> {
        let board = board(&tried.scored);
        let tested =
            Backtested { history, scheme, plan, tried, treaties, board, like, alike: Vec::new() };
        let alike = tested.shown().map(|nth| alike(&tried.scored, nth, like.0..=like.1));
        Backtested { alike: alike.unwrap_or_default(), ..tested }
    }

    /// The n that charts and words are about: the first number asked for, else the treaties' own;
    /// nothing where nothing was forecast.
    pub(super) fn shown(&self) -> Option<Nth> {
        let nths = self.nths();
        nths.iter().find(|nth| matches!(nth, Nth::Of(_))).or(nths.first()).copied()
    }

    /// Deposits seen and expected one month ahead, by band of the share of the treaty's number that
    /// was in; then over all months.
    pub(super) fn ahead(&self) -> Vec<(Option<(f64, f64)>, SeenAndExpected)> {
        let bands = BANDS.into_iter().map(Some).zip(by_band(&self.tried.months));
        bands.chain([(None, SeenAndExpected::from_months(&self.tried.months))]).collect()
    }

    /// The lines of an n, in order of age, for one forecaster.
    pub(super) fn lines(&self, nth: Nth, by: Forecaster) -> impl Iterator<Item = &ScoreRow> {
        self.board.iter().filter(move |line| line.nth == nth && line.by == by)
    }

    /// Each n there are lines for, in the order of the board.
    pub(super) fn nths(&self) -> Vec<Nth> {
        let mut nths: Vec<Nth> = self.board.iter().map(|line| line.nth).collect();
        nths.dedup();
        nths
    }

    /// The name of a treaty: as people call it with its number, or its number alone.
    pub(super) fn name(&self, id: &str) -> String {
        let short = self.history.treaty(id).map_or("", |treaty| treaty.short_name.as_str());
        if short.is_empty() { id.to_owned() } else { format!("{short} ({id})") }
    }
}

/// How a forecaster is called in tables.
pub(super) fn word(by: Forecaster) -> &'static str {
    match by {
        Forecaster::Pace => "pace",
        Forecaster::ReferenceMethod(baseline) => match baseline {
            ReferenceMethod::ConstantRate => "constant-rate",
            ReferenceMethod::Climatology => "climatology",
            ReferenceMethod::Nearest => "nearest",
            ReferenceMethod::NearestSigned => "nearest-signed",
            ReferenceMethod::Independent => "independent",
        },
    }
}

/// How a simpler forecast is called in words.
pub(super) fn words(baseline: ReferenceMethod) -> &'static str {
    match baseline {
        ReferenceMethod::ConstantRate => "a constant rate",
        ReferenceMethod::Climatology => "climatology",
        ReferenceMethod::Nearest => "nearest by instruments",
        ReferenceMethod::NearestSigned => "nearest, signatures too",
        ReferenceMethod::Independent => "independent States",
    }
}

/// An n in tables.
pub(super) fn nth_id(nth: Nth) -> String {
    match nth {
        Nth::Own => "own".to_owned(),
        Nth::Of(number) => number.to_string(),
    }
}

/// Why a case was left out, in words; the same for all of a kind.
pub(super) fn why_left(left: &SkippedTask) -> &'static str {
    match left.why {
        SkipReason::UnknownTreaty => "no treaty of the history",
        SkipReason::OpeningNotKnown => "its day of opening is not known",
        SkipReason::NoNumber => "its clause asks for no number of instruments",
        SkipReason::AlreadyMet(_) => "had the n-th instrument by then",
        SkipReason::PastTheRecord(_) => "its record ends before",
        SkipReason::TooFewTreaties => "too few other treaties to learn from by then",
        SkipReason::NothingAlike => "no other treaty was still waiting at that age",
    }
}

/// The day that tells more, if there is one.
pub(super) fn since(left: &SkippedTask) -> Option<Day> {
    match left.why {
        SkipReason::AlreadyMet(day) | SkipReason::PastTheRecord(day) => Some(day),
        _ => None,
    }
}

/// The skill of a line over a baseline; nothing over itself.
pub(super) fn skill(line: &ScoreRow, baseline: ReferenceMethod) -> Option<Mean> {
    line.skill.iter().find(|(other, _)| *other == baseline).map(|(_, skill)| *skill)
}

/// What forecasts could see, in words.
pub(super) fn scheme_words(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::LeaveOneOut => "each from all other treaties (leave one out)",
        Scheme::Rolling => "each from what other treaties had shown by that day (rolling)",
    }
}
