from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.core.manifest import EngineWishes, PluginManifest, Policy
from app.core.providers import ProviderSettings
from app.core.router import Router, RouteStep, StepName, fallback_reason
from app.core.settings import Settings
from app.engines.scripted import ScriptedEngine
from app.errors import ConnectFailed, NoEngine

LOCAL = ScriptedEngine(["l"], kind="local", model="Local 7B")
CLOUD = ScriptedEngine(["c"], kind="cloud", model="big-model")
STARTER = ScriptedEngine(
    ["s"], kind="local", model="Starter", serves=frozenset({"sql_assistant", "latex", "bookkeeping"})
)


def tool(wish: Policy = "local_only", tool_id: str = "chess_moves") -> PluginManifest:
    return PluginManifest(tool_id, "Chess moves", Path("plugin.toml"), engine=EngineWishes(policy=wish))


def router(
    settings: Settings | None = None,
    *,
    local: ScriptedEngine | None = LOCAL,
    cloud: ScriptedEngine | None = CLOUD,
    ready: bool = True,
) -> Router:
    return Router(lambda: local, lambda _name: cloud, lambda: settings or Settings(), lambda _name: ready)


def chosen(policy: Policy, *, offline: bool = False) -> Settings:
    return Settings(policies={"chess_moves": policy}, offline=offline)


def engines(steps: tuple[RouteStep, ...]) -> list[object]:
    return [step.engine for step in steps]


@pytest.mark.parametrize("wish", ["local_only", "cloud_only", "local_then_cloud", "cloud_then_local"])
def test_no_wish_of_a_tool_opens_the_cloud(wish: Policy) -> None:
    route = router().plan(tool(wish))

    assert engines(route.steps) == [LOCAL]


def test_a_wish_for_the_cloud_that_was_not_followed_is_said() -> None:
    route = router().plan(tool("cloud_then_local"))

    assert route.refused == ("Chess moves would like “cloud, then local”; the cloud stays closed until you choose it.",)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("local_only", [LOCAL]),
        ("cloud_only", [CLOUD]),
        ("local_then_cloud", [LOCAL, CLOUD]),
        ("cloud_then_local", [CLOUD, LOCAL]),
    ],
)
def test_what_the_person_chose_is_the_order(policy: Policy, expected: list[object]) -> None:
    route = router(chosen(policy)).plan(tool())

    assert engines(route.steps) == expected


def test_a_choice_for_another_tool_opens_nothing() -> None:
    settings = Settings(policies={"latex": "cloud_only"})

    assert engines(router(settings).plan(tool("cloud_only")).steps) == [LOCAL]


@pytest.mark.parametrize(("kind", "expected"), [("local", LOCAL), ("cloud", CLOUD)])
def test_asking_for_an_engine_in_this_run_wins_over_the_policy(kind: StepName, expected: object) -> None:
    other: Policy = "cloud_only" if kind == "local" else "local_only"

    route = router(chosen(other)).plan(tool(), override=kind)

    assert engines(route.steps) == [expected]
    assert "you asked for" in route.reason


def test_the_offline_lock_takes_the_cloud_out_of_the_order_and_says_so() -> None:
    route = router(chosen("cloud_then_local", offline=True)).plan(tool())

    assert engines(route.steps) == [LOCAL]
    assert "The offline lock is on" in route.reason
    assert "The offline lock is on" in route.refused[0]


def test_the_offline_lock_wins_over_asking_for_the_cloud() -> None:
    with pytest.raises(NoEngine, match="offline lock is on") as caught:
        router(Settings(offline=True)).plan(tool(), override="cloud")

    assert "Turn off the offline lock." in caught.value.hint


def test_a_cloud_without_a_key_is_skipped_with_the_reason() -> None:
    route = router(chosen("cloud_then_local"), ready=False).plan(tool())

    assert engines(route.steps) == [LOCAL]
    assert route.refused == ("The cloud has no API key.",)


def test_a_model_that_does_not_serve_the_tool_is_skipped_with_the_reason() -> None:
    route = router(chosen("local_then_cloud"), local=STARTER).plan(tool())

    assert engines(route.steps) == [CLOUD]
    assert route.refused == ("Starter was made for other tools and does not serve Chess moves.",)
    assert route.reason == (
        "Starter was made for other tools and does not serve Chess moves. "
        "So the cloud answers: you chose “local, then cloud” for Chess moves."
    )


def test_a_model_that_serves_the_tool_answers() -> None:
    assert engines(router(local=STARTER).plan(tool(tool_id="latex")).steps) == [STARTER]


def test_without_any_way_left_the_person_learns_why_and_what_to_do() -> None:
    with pytest.raises(NoEngine) as caught:
        router(Settings(offline=True), local=STARTER, ready=False).plan(tool())

    assert caught.value.message == (
        "No model can answer for Chess moves. Starter was made for other tools and does not serve Chess moves."
    )
    assert caught.value.hint == (
        "Add a GGUF model that can do Chess moves. "
        "Or turn off the offline lock, add an API key and choose a cloud policy for Chess moves."
    )


def test_cloud_only_without_a_key_offers_the_key_and_the_local_way() -> None:
    with pytest.raises(NoEngine) as caught:
        router(chosen("cloud_only"), ready=False).plan(tool())

    assert caught.value.hint == "Add an API key in the settings. Or choose a local policy for Chess moves."


def test_without_a_local_model_one_is_to_be_added() -> None:
    with pytest.raises(NoEngine, match="There is no local model") as caught:
        router(local=None).plan(tool())

    assert "Add a GGUF model" in caught.value.hint


def test_a_change_of_settings_holds_from_the_next_plan_on() -> None:
    settings = [Settings()]
    one = Router(lambda: LOCAL, lambda _name: CLOUD, lambda: settings[0], lambda _name: True)
    before = one.plan(tool())

    settings[0] = chosen("cloud_only")

    assert engines(before.steps) == [LOCAL]
    assert engines(one.plan(tool()).steps) == [CLOUD]


def test_an_engine_is_not_built_when_its_kind_is_refused() -> None:
    def must_not_be_called(_name: str) -> ScriptedEngine:
        raise AssertionError("the cloud engine was built")

    settings = chosen("local_then_cloud", offline=True)
    one = Router(lambda: LOCAL, must_not_be_called, lambda: settings, lambda _name: True)

    assert engines(one.plan(tool()).steps) == [LOCAL]


def test_a_fallback_names_what_failed_and_why_the_next_answers() -> None:
    first, second = router(chosen("local_then_cloud")).plan(tool()).steps

    assert fallback_reason(first, ConnectFailed("The worker ended"), second) == (
        "Local 7B failed: The worker ended. So the cloud answers: you chose “local, then cloud” for Chess moves."
    )


TEAM = ScriptedEngine(["t"], kind="cloud", model="team-model")
PROVIDERS = {"openai": ProviderSettings(), "team": ProviderSettings("http://gpu:8000/v1")}


def chained(*chain: str, without_key: frozenset[str] = frozenset(), **settings: Any) -> Router:
    now = Settings(providers=PROVIDERS, chains={"chess_moves": chain}, **settings)
    engines = {"": CLOUD, "openai": CLOUD, "team": TEAM}
    return Router(lambda: LOCAL, engines.get, lambda: now, lambda name: name not in without_key)


def test_a_chain_is_followed_in_its_order() -> None:
    route = chained("local", "team", "openai").plan(tool())

    assert engines(route.steps) == [LOCAL, TEAM, CLOUD]
    assert route.steps[1].reason == "So “team” answers: you chose “local, then team, then openai” for Chess moves."


def test_a_chain_wins_over_a_policy() -> None:
    assert engines(chained("team", policies={"chess_moves": "local_only"}).plan(tool()).steps) == [TEAM]


def test_in_a_chain_the_cloud_is_the_provider_in_force_and_is_asked_once() -> None:
    assert engines(chained("cloud", "openai", "local").plan(tool()).steps) == [CLOUD, LOCAL]


def test_a_step_whose_provider_is_gone_is_skipped_and_said() -> None:
    route = chained("nobody", "local").plan(tool())

    assert engines(route.steps) == [LOCAL]
    assert route.reason.startswith("There is no provider “nobody”. So the local model answers")


def test_a_provider_without_a_key_is_named() -> None:
    route = chained("team", "openai", without_key=frozenset({"team"})).plan(tool())

    assert engines(route.steps) == [CLOUD]
    assert route.refused == ("“team” has no API key.",)


def test_what_refuses_several_steps_is_said_once() -> None:
    with pytest.raises(NoEngine) as caught:
        chained("team", "openai", offline=True).plan(tool())

    assert caught.value.message.count("The offline lock is on") == 1


def test_a_provider_can_be_asked_for_in_one_run() -> None:
    route = chained("local").plan(tool(), override="team")

    assert engines(route.steps) == [TEAM]
    assert route.reason == "“team” answers: you asked for “team” in this run."


@pytest.mark.parametrize("override", ["cloud", "team", "openai"])
def test_nobody_can_ask_for_the_cloud_where_the_data_is_private(override: str) -> None:
    with pytest.raises(NoEngine, match=r"“taxes” is private\. So nothing of this goes to the cloud\.") as caught:
        chained("local").plan(tool(), override=override, private="“taxes” is private.")

    assert "Settings → Privacy" in caught.value.hint
    assert "choose a cloud policy" not in caught.value.hint


def test_of_a_chain_private_data_leaves_the_local_model() -> None:
    route = chained("team", "local", "openai").plan(tool(), private="“taxes” is private.")

    assert engines(route.steps) == [LOCAL]
    assert route.private == "“taxes” is private."


def test_a_tool_that_is_marked_private_needs_no_further_reason() -> None:
    route = chained("openai", "local", private_tools=("chess_moves",)).plan(tool())

    assert engines(route.steps) == [LOCAL]
    assert "You marked Chess moves as private." in route.reason
