"""The pages of the workshop. Solara serves ``routes``."""

from __future__ import annotations

import solara

from simulation.app.pages.assumptions import AssumptionsPage
from simulation.app.pages.board import BoardPage
from simulation.app.pages.compare import ComparePage
from simulation.app.pages.embed import EmbedPage
from simulation.app.pages.explorer import ExplorerPage
from simulation.app.pages.layout import Layout
from simulation.app.pages.phone_vote import VotePage
from simulation.app.pages.predict import PredictPage
from simulation.app.pages.protects import ProtectsPage
from simulation.app.pages.take_home import TakeHomePage
from simulation.app.pages.town import TownPage
from simulation.app.pages.why import WhyPage

routes = [
    solara.Route("/", component=TownPage, layout=Layout, label="Town"),
    solara.Route("predict", component=PredictPage, label="Predict"),
    solara.Route("why", component=WhyPage, label="Why"),
    solara.Route("protects", component=ProtectsPage, label="What protects it?"),
    solara.Route("compare", component=ComparePage, label="Compare"),
    solara.Route("assumptions", component=AssumptionsPage, label="Assumptions"),
    solara.Route("report", component=TakeHomePage, label="Report"),
    solara.Route("explorer", component=ExplorerPage, label="Explorer"),
    solara.Route("board", component=BoardPage, label="Board"),
    solara.Route("embed", component=EmbedPage, label="Embed"),
    solara.Route("vote", component=VotePage, label="Vote"),
]
