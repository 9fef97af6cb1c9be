//! Every kind of figure, drawn once: what holds for all of them. With `GLASSGPT_FIGURES` set to a folder, the
//! gallery is written there as pictures, to be looked at.

use std::collections::BTreeSet;
use std::path::Path;

use figures::{Bars, Colour, Figure, HeatMap, Map, Matrix, Plane, Plot};
use ndarray::{Array2, array};

const WORDS: [&str; 9] = ["the", "cat", "drank", "the", "milk", "because", "it", "was", "thirsty"];

fn curves() -> Figure {
    let sizes = [8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
    let x: Vec<f64> = (0..=50).map(|i| i as f64 / 10.0).collect();
    let times = Plot::new()
        .x("tokens T")
        .y("time (ms)")
        .log_x()
        .log_y()
        .x_ticks(sizes)
        .measured("loops", Colour::Gradient, sizes.map(|t| (t, 0.003 * t * t, 0.0009 * t * t)))
        .measured("fast", Colour::Query, sizes.map(|t| (t, 0.0005 * t * t, 0.0002 * t * t)))
        .theory("T²", sizes.map(|t| (t, 0.003 * t * t)));
    let entropy = Plot::new()
        .title("Entropy of the weights")
        .x("number of channels d")
        .y("entropy (nats)")
        .label_ends()
        .band("spread", Colour::Weight, x.iter().map(|&x| (x, (-x).exp(), (-x).exp() + 0.3)))
        .line("scaled", Colour::Weight, x.iter().map(|&x| (x, (-x).exp() + 0.15)))
        .line("unscaled", Colour::Key, x.iter().map(|&x| (x, (-x).exp() * 0.9)))
        .line("third", Colour::Value, x.iter().map(|&x| (x, 1.0 - x / 5.0)))
        .vertical(2.5, "β_c")
        .horizontal(1.1, "ln V");
    Figure::new("curves", "Time grows as T², with \"loops\" slower than <fast> & entropy falls.")
        .panel(times)
        .panel(entropy)
}

fn pairs() -> Figure {
    let panel = |i: usize| {
        let x = (0..=20).map(move |x| x as f64 / 20.0);
        Plot::new()
            .title(&format!("head {i}"))
            .x("position")
            .y("value")
            .height(150.0)
            .line("sin", Colour::Position, x.clone().map(move |x| (x, (6.0 * x * i as f64).sin())))
            .line("cos", Colour::nth(i), x.map(move |x| (x, (6.0 * x * i as f64).cos())))
    };
    Figure::new("pairs", "Two waves side by side.").panels(2, (1..=2).map(panel))
}

fn errors() -> Figure {
    let steps = (0..=24).map(|i| 10f64.powf(-i as f64 / 2.0));
    let error = |eps: f64| move |h: f64| (h, (h * h + eps / h).max(1e-13));
    let plot = Plot::new()
        .x("step h")
        .y("relative error")
        .log_x()
        .log_y()
        .line("f32", Colour::Category(1), steps.clone().map(error(6e-8)))
        .line("f64", Colour::Category(2), steps.map(error(1e-16)))
        .dots("best", Colour::Gradient, [(4e-3, 3e-5), (5e-6, 5e-11)]);
    let histogram = Plot::new()
        .x("score")
        .y("share (%)")
        .histogram(
            "scores",
            Colour::Weight,
            (0..20).map(|i| (i as f64, i as f64 + 0.9, (i * (20 - i)) as f64)),
        )
        .area("limit", Colour::Position, (0..=20).map(|i| (i as f64, (i * (20 - i)) as f64 / 2.0)));
    let words = Plot::new().words(
        Colour::Query,
        [(0.0, 0.0, "cat"), (1.0, 0.4, "milk"), (0.4, 1.0, "thirsty"), (0.9, 0.9, "because")],
    );
    Figure::new("errors", "Errors against step.").panel(plot).panel(histogram).panel(words)
}

fn weights() -> Array2<f64> {
    Array2::from_shape_fn((9, 9), |(i, j)| {
        if j > i { 0.0 } else { (1.0 + (i * j % 5) as f64) / 25.0 + if i == j { 0.4 } else { 0.0 } }
    })
}

fn matrices() -> Figure {
    let small = array![[0.5, -1.0, 0.0], [2.0, 0.25, -0.1]];
    let words = Matrix::new(&weights())
        .rows(WORDS)
        .columns(WORDS)
        .numbers(2)
        .mask(|i, j| j > i)
        .up_to(1.0)
        .highlight(6, 1)
        .bar("attention weight");
    let pair = |(name, colour)| {
        Matrix::new(&small)
            .title(name)
            .colour(colour)
            .rows(["cat", "milk"])
            .columns(["a", "b", "c"])
            .numbers(1)
    };
    let head = |h: usize| Matrix::new(&weights()).title(&format!("head {h}")).mask(|i, j| j > i).up_to(1.0);
    Figure::new("matrices", "The words attend to themselves.")
        .panel(words)
        .panels(2, [("Q", Colour::Query), ("K", Colour::Key)].map(pair))
        .panels(4, (1..=4).map(head))
        .panel(Matrix::new(&small).bar("score"))
}

fn heat_map() -> Figure {
    let encoding = Array2::from_shape_fn((100, 128), |(p, i)| {
        let angle = p as f64 / 10000f64.powf((i / 2 * 2) as f64 / 128.0);
        if i % 2 == 0 { angle.sin() } else { angle.cos() }
    });
    let map = HeatMap::new(&encoding).x("dimension").y("position (0 at the top)").bar("PE");
    let positive = HeatMap::new(&encoding.mapv(|v| (v as f32).abs())).title("positive").height(90.0);
    Figure::new("heat-map", "Waves, slower to the right.").panel(map).panel(positive)
}

fn bars() -> Figure {
    let weights = [0.02, 0.61, 0.05, 0.02, 0.21, 0.03, 0.06, 0.0, 0.0];
    let lying = Bars::new(WORDS).title("weight").series("", Colour::Weight, weights).numbers(2);
    let grouped = Bars::new(["cat", "milk", "it"])
        .title("probability")
        .series("before", Colour::nth(0), [0.2, 0.3, 0.5])
        .series("after", Colour::Gradient, [0.7, 0.1, -0.2])
        .theory("all alike", [1.0 / 3.0; 3])
        .numbers(2);
    let stacked = Bars::new(["loops", "fast"])
        .title("time (ms)")
        .horizontal()
        .stacked()
        .numbers(1)
        .series("projections", Colour::Query, [4.0, 0.5])
        .series("scores", Colour::Key, [3.0, 0.3])
        .series("weighted sum", Colour::Value, [3.5, 0.4]);
    Figure::new("bars", "It attends to cat.").panel(lying).panel(grouped).panel(stacked)
}

fn planes() -> Figure {
    let arrows = Plane::new()
        .x("about animals")
        .y("about food")
        .arrow("query of it", Colour::Query, (1.0, 0.2))
        .arrow("key of cat", Colour::Key, (0.9, 0.5))
        .arrow("key of milk", Colour::Key, (0.1, 0.9))
        .arrow("", Colour::Gradient, (-0.5, -0.3))
        .arc(0.4, 0.2f64.atan2(1.0), 0.5f64.atan2(0.9));
    let hull = |title: &str| {
        Plane::new()
            .title(title)
            .region(Colour::Value, [(0.0, 0.0), (2.0, 0.5), (1.0, 2.0)])
            .dot("the", Colour::Value, (0.0, 0.0))
            .dot("cat", Colour::Value, (2.0, 0.5))
            .dot("milk", Colour::Value, (1.0, 2.0))
            .dot("it", Colour::Weight, (1.3, 0.9))
    };
    let turn = (0..8).fold(Plane::new().arc(1.0, 0.0, std::f64::consts::TAU), |plane, p| {
        let angle = 0.7 * p as f64;
        plane.arrow(&p.to_string(), Colour::Position, (angle.cos(), angle.sin()))
    });
    Figure::new("planes", "Arrows that turn.")
        .panel(arrows)
        .panels(2, [hull("one row"), hull("another")])
        .panel(turn)
}

fn maps() -> Figure {
    let stack = Map::new(3)
        .block("x", (1.0, 0.0), "embedding\n(B, T, C)", Colour::Muted)
        .block("q", (0.0, 1.0), "queries\nx W_Q", Colour::Query)
        .block("k", (1.0, 1.0), "keys\nx W_K", Colour::Key)
        .block("v", (2.0, 1.0), "values\nx W_V", Colour::Value)
        .block("a", (0.0, 2.0), "softmax(QKᵀ / √d)\n(B, T, T)", Colour::Weight)
        .span("a", 2.0)
        .block("y", (1.0, 3.0), "weighted sum\n(B, T, C)", Colour::Text)
        .link("a", "attention.html#weights");
    let stack = ["q", "k", "v"].into_iter().fold(stack, |map, to| map.arrow("x", to, ""));
    let stack = stack.arrow("q", "a", "").arrow("k", "a", "").arrow("a", "y", "a").arrow("v", "y", "v");
    let residual = Map::new(1)
        .block("x", (0.0, 0.0), "x", Colour::Muted)
        .block("norm", (0.0, 1.0), "layer norm", Colour::Category(1))
        .block("f", (0.0, 2.0), "attention", Colour::Weight)
        .block("sum", (0.0, 3.0), "x + f(x)", Colour::Muted)
        .arrow("x", "norm", "")
        .arrow("norm", "f", "(B, T, C)")
        .arrow("f", "sum", "f(x)")
        .arrow("x", "sum", "x");
    let pipeline = Map::new(3)
        .block("a", (0.0, 0.0), "words", Colour::Muted)
        .block("b", (1.0, 0.0), "model", Colour::Weight)
        .block("c", (2.0, 0.0), "next word", Colour::Muted)
        .arrow("a", "b", "ids")
        .arrow("b", "c", "p");
    Figure::new("maps", "Data flow down.")
        .panel(stack)
        .panels(2, [residual.clone(), residual])
        .panel(pipeline)
}

const GALLERY: [fn() -> Figure; 8] = [curves, pairs, errors, matrices, heat_map, bars, planes, maps];

#[test]
fn a_figure_can_stand_in_a_page() {
    for draw in GALLERY {
        let svg = draw().svg();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
        assert!(
            svg.lines().all(|line| !line.trim().is_empty()),
            "a blank line would end the page's HTML block"
        );
        for unwanted in ["<style", " id=", "NaN", "inf", "<script"] {
            assert!(!svg.contains(unwanted), "{unwanted} in {}", &svg[..200]);
        }
        let opening = svg.lines().next().unwrap();
        assert!(opening.contains("viewBox=\"-1 -1 482 ") && !opening.contains(" width="));
        assert!(svg.len() < 200_000, "{} bytes", svg.len());
    }
}

#[test]
fn drawing_twice_gives_the_same_bytes() {
    GALLERY.iter().for_each(|draw| assert_eq!(draw().svg(), draw().svg()));
}

#[test]
fn every_colour_is_the_page_s_with_a_fallback() {
    for draw in GALLERY {
        for attribute in ["fill=\"", "stroke=\""] {
            for value in draw().svg().split(attribute).skip(1) {
                let value = &value[..value.find('"').unwrap()];
                let known = ["none", "currentColor", "#000000", "#FFFFFF"].contains(&value);
                assert!(known || value.contains("var(--fig-") && value.contains(", #"), "{value}");
            }
        }
    }
}

#[test]
fn a_picture_that_stands_alone_has_the_page_s_colours() {
    let page = include_str!("../../theme/page.css").to_lowercase();
    let picture = curves().standalone_svg().to_lowercase();
    let style = &picture[picture.find("<style>").unwrap()..picture.find("</style>").unwrap()];
    let colours: Vec<&str> = style.split(['{', ';']).filter(|part| part.starts_with("--fig-")).collect();
    assert_eq!(colours.len(), 2 * 17, "light and dark");
    for colour in colours {
        let declared = format!("{};", colour.replacen(':', ": ", 1));
        assert!(page.contains(&declared), "theme/page.css has another {declared}");
    }
}

#[test]
fn a_constant_series_fits_into_a_range_that_it_touches() {
    let plot = Plot::new().y_range(0.0, 1.0).line("sum", Colour::Weight, [(0.0, 1.0), (1.0, 1.0)]);
    assert!(Figure::new("sum", "Always 1.").panel(plot).svg().contains("polyline"));
}

#[test]
fn nothing_hangs_on_the_colour_alone() {
    let points = [(0.0, 0.0), (1.0, 1.0)];
    let plot = (0..4).fold(Plot::new().theory("exact", points), |plot, i| {
        plot.line(&i.to_string(), Colour::Text, points).dots(&i.to_string(), Colour::Text, points)
    });
    let svg = Figure::new("alike", "All in one colour.").panel(plot).svg();
    let dashes: BTreeSet<&str> =
        svg.split("stroke-dasharray=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect();
    assert_eq!(dashes.len(), 4, "theory's and three others, beside the solid line: {dashes:?}");
    assert!(svg.contains("<circle") && svg.contains("<polygon"), "points differ by their shapes");
}

#[test]
fn the_text_alternative_is_escaped() {
    let svg = curves().svg();
    assert!(svg.contains("aria-label=\"Time grows as T², with &quot;loops&quot; slower than &lt;fast&gt; &amp; entropy falls.\""));
}

#[test]
fn the_gallery_is_written_where_the_environment_says() {
    let Some(folder) = std::env::var_os("GLASSGPT_FIGURES") else { return };
    for draw in GALLERY {
        let path = draw().save().unwrap();
        assert_eq!(path.parent(), Some(Path::new(&folder)));
        draw().save_standalone(&path.with_extension("standalone.svg")).unwrap();
    }
}
