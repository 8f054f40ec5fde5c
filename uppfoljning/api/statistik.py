"""The figures over HTTP: the same object as `manage.py statistik --json`, small counts hidden."""

from rest_framework import serializers
from rest_framework.response import Response

from cases import perms
from cases.api import JobbaktenAPIView
from cases.sekretess.identitet import som_system
from config.periods import Period, PeriodError
from uppfoljning.indikatorer import Urval
from uppfoljning.omfang import OmfangError, las_omfang
from uppfoljning.statistik import rakna_statistik


class Fraga(serializers.Serializer):
    """What is asked for; dates as ÅÅÅÅ-MM-DD, units by name."""

    fran = serializers.DateField()
    till = serializers.DateField()
    namnd = serializers.CharField(required=False, default="")
    stadsdel = serializers.CharField(required=False, default="")
    jobbtorg = serializers.CharField(required=False, default="")


class StatistikView(JobbaktenAPIView):
    """GET /api/v1/statistik?fran=&till=[&namnd=&stadsdel=&jobbtorg=] for the controller."""

    far = perms.can_order_report

    def get(self, request):
        fraga = Fraga(data=request.query_params)
        fraga.is_valid(raise_exception=True)
        try:
            return Response(_siffror(**fraga.validated_data))
        except (OmfangError, PeriodError) as error:
            raise serializers.ValidationError({"fel": [str(error)]}) from error


def _siffror(*, fran, till, namnd, stadsdel, jobbtorg) -> dict:
    with som_system("statistik"):
        omfang = las_omfang(namnd=namnd, stadsdel=stadsdel, jobbtorg=jobbtorg)
        return rakna_statistik(Urval((Period(fran, till),), omfang.jobbtorg, omfang.sdf), internal=False).json()
