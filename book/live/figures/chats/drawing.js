// Chapter 8: the same questions before and after rewards, with two thermometers: what is counted, and what was meant.
live.makers.chats = (figure) => {
    const { make } = live;
    figure.slider("beta", "β, the price of moving away", { min: 0.2, max: 2, step: 0.05, usual: 2, show: (b) => b.toFixed(2) });
    figure.begin("draw", 1, live.whole_from(1));
    const again = make("button", { type: "button", class: "live-button" }, ["Ask again"]);
    again.onclick = () => figure.set({ draw: figure.values.draw + 1 });
    figure.panel.append(again);
    const place = make("div", { class: "chats" });
    figure.stage.append(place);

    const MOST = 5; // the reward of five nice words
    const thermometer = (name, value, most, kind) => make("div", { class: `chats-${kind}` }, [
        make("span", {}, [name]), make("i", { style: `--share: ${Math.max(0, Math.min(1, value / most))}` }), make("b", {}, [value.toFixed(2)]),
    ]);
    const chat = (title, { questions, answers, reward, gold }) => make("section", {}, [
        make("p", {}, [title]),
        ...questions.flatMap((question, i) => [make("p", { class: "chats-question" }, [question]), make("p", { class: "chats-answer" }, [answers[i]])]),
        thermometer("reward", reward, MOST, "reward"),
        thermometer("gold", gold, 1, "gold"),
    ]);

    return async ({ beta, draw }) => {
        const answer = await figure.ask({ beta, draw });
        if (answer.error) return;
        const { shown, rewarded } = answer;
        place.replaceChildren(chat("shown examples", shown), chat(`and rewarded, β = ${beta.toFixed(2)}`, rewarded));
        figure.tell(`For nice words the reward is ${rewarded.reward.toFixed(2)} on average. ${(100 * rewarded.gold).toFixed(0)} of 100 answers are what was meant.`);
    };
};
